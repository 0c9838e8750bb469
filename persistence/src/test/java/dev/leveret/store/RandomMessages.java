package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import java.util.Random;

/** Messages that are all different, mostly small, some of them bigger than anything that the tests' stores write at once. */
final class RandomMessages {

    private final Random random;
    private int counter;

    RandomMessages(Random random) {
        this.random = random;
    }

    Message next() {
        int length = switch (random.nextInt(400)) {
            case 0 -> (1 << 20) - random.nextInt(2) * random.nextInt(5_000);
            case 1, 2, 3, 4, 5, 6 -> 70_000 + random.nextInt(80_000); // more than a segment of the tests takes
            case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 -> 2_000 + random.nextInt(15_000);
            default -> 20 + random.nextInt(200);
        };
        return next(length);
    }

    Message next(int length) {
        return TestStore.message(StoreModel.body("m" + counter++, length));
    }
}
