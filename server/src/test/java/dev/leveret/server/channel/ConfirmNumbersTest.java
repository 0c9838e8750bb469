package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Confirms are put together where that says nothing wrong, and each number is told exactly once. */
class ConfirmNumbersTest {

    private final ConfirmNumbers numbers = new ConfirmNumbers();

    private List<String> report() {
        List<String> frames = new ArrayList<>();
        numbers.report(new ConfirmNumbers.Report() {
            @Override
            public void ack(long number, boolean multiple) {
                frames.add((multiple ? "ack to " : "ack ") + number);
            }

            @Override
            public void nack(long number) {
                frames.add("nack " + number);
            }
        });
        return frames;
    }

    @Test
    void publishesWithoutAnythingToWaitForAreConfirmedTogether() {
        numbers.accepted();
        numbers.accepted();
        numbers.accepted();
        assertEquals(List.of("ack to 3"), report());
        assertEquals(List.of(), report());
    }

    @Test
    void singleOneIsConfirmedWithoutMultiple() {
        numbers.accepted();
        assertEquals(List.of("ack 1"), report());
    }

    @Test
    void transientPublishDoesNotWaitBehindAPersistentOne() {
        long open = numbers.open();
        numbers.accepted();
        assertEquals(List.of("ack 2"), report());
        numbers.settle(open, true);
        assertEquals(List.of("ack 1"), report());
    }

    @Test
    void multipleEndsBelowTheLowestOpenNumber() {
        numbers.accepted();
        numbers.accepted();
        numbers.open();
        numbers.accepted();
        assertEquals(List.of("ack to 2", "ack 4"), report());
    }

    @Test
    void multipleDoesNotReachOverARefusedNumber() {
        long first = numbers.open();
        long second = numbers.open();
        long third = numbers.open();
        numbers.settle(second, false);
        assertEquals(List.of("nack 2"), report());
        numbers.settle(first, true);
        numbers.settle(third, true);
        numbers.accepted();
        assertEquals(List.of("ack 1", "ack to 4"), report());
    }

    @Test
    void numberThatIsOpenTwiceIsConfirmedWhenItIsAcceptedBothTimes() {
        long number = numbers.openTwice();
        numbers.accepted();
        numbers.settle(number, true);
        assertEquals(List.of("ack 2"), report());
        assertEquals(1, numbers.openCount());
        numbers.settle(number, true);
        assertEquals(List.of("ack 1"), report());
        assertEquals(0, numbers.openCount());
    }

    @Test
    void numberThatIsRefusedOnceIsRefusedWhenItIsSettledTwice() {
        for (boolean refusedFirst : List.of(true, false)) {
            // given a number that waits for two things, of which one has come
            long number = numbers.openTwice();
            numbers.settle(number, !refusedFirst);
            assertEquals(List.of(), report());

            // when the other one comes
            numbers.settle(number, refusedFirst);

            // then it is refused, whichever of them was, and once
            assertEquals(List.of("nack " + number), report());
            assertEquals(List.of(), report());
            assertEquals(0, numbers.openCount());
        }
    }

    @Test
    void multipleDoesNotCoverANumberThatIsOpenTwiceOrWillBeRefused() {
        numbers.accepted();
        long open = numbers.openTwice();
        numbers.accepted();
        assertEquals(List.of("ack 1", "ack 3"), report());
        numbers.settle(open, false);
        numbers.accepted();
        assertEquals(List.of("ack 4"), report());
    }

    @Test
    void anyHistoryTellsEachNumberOnceAndInTheEndAll() {
        for (long seed = 0; seed < 300; seed++) {
            new History(seed).run();
        }
    }

    /** A client that keeps count, as amqp clients do: by number, and in order of the numbers. */
    private static final class History implements ConfirmNumbers.Report {

        private final long seed;
        private final Random random;
        private final ConfirmNumbers numbers = new ConfirmNumbers();
        private final List<Long> open = new ArrayList<>();
        private final Map<Long, Boolean> truth = new HashMap<>();
        private final Map<Long, Boolean> told = new HashMap<>();
        private long toldUpTo;
        private long assigned;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < 500; i++) {
                switch (random.nextInt(5)) {
                    case 0 -> {
                        open.add(numbers.open());
                        assigned++;
                    }
                    case 1 -> {
                        numbers.accepted();
                        truth.put(++assigned, true);
                    }
                    case 2 -> {
                        long number = numbers.openTwice();
                        open.add(number);
                        open.add(number);
                        assigned++;
                    }
                    case 3 -> settle();
                    default -> numbers.report(this);
                }
            }
            while (!open.isEmpty()) {
                settle();
            }
            numbers.report(this);
            assertEquals(truth, told, "seed " + seed);
        }

        private void settle() {
            if (!open.isEmpty()) {
                long number = open.remove(random.nextInt(open.size()));
                boolean accepted = random.nextInt(10) > 0;
                truth.merge(number, accepted, Boolean::logicalAnd);
                numbers.settle(number, accepted);
            }
        }

        @Override
        public void ack(long number, boolean multiple) {
            if (multiple) {
                for (long lower = toldUpTo + 1; lower <= number; lower++) {
                    told.putIfAbsent(lower, true);
                }
                catchUp();
                assertTrue(toldUpTo >= number, "seed " + seed);
            } else {
                tell(number, true);
            }
        }

        @Override
        public void nack(long number) {
            tell(number, false);
        }

        private void tell(long number, boolean accepted) {
            assertEquals(null, told.put(number, accepted), "number " + number + " told twice, seed " + seed);
            catchUp();
        }

        private void catchUp() {
            while (told.containsKey(toldUpTo + 1)) {
                toldUpTo++;
                assertEquals(truth.get(toldUpTo), told.get(toldUpTo), "seed " + seed);
            }
        }
    }
}
