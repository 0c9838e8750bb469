package dev.leveret.interop.kills;

import java.util.Random;

/** How big the bodies of the load are, in bytes. */
final class LoadSize {

    private LoadSize() {}

    /** Mostly some hundred, a few that take many frames, and some that take more than one part of a round. */
    static int next(Random random) {
        return switch (random.nextInt(1000)) {
            case 0 -> 1_000_000 + random.nextInt(1_000_000);
            case 1, 2, 3, 4, 5 -> 50_000 + random.nextInt(200_000);
            default -> random.nextInt(1000);
        };
    }
}
