package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;

/**
 * As many power cuts as asked for, one seed after the other: {@code PowerLossSoak [first seed] [cuts]}. Ends with the first
 * failure, whose message names the seed. Odd seeds work with the store itself, even ones with queues upon it.
 */
final class PowerLossSoak {

    static final int CUTS_A_SEED = 25;
    private static final int OTHER_IMAGES = 2;
    private static final Duration HANGS_AFTER = Duration.ofMinutes(2); // a seed takes about a second
    private static final int SEEDS_A_LINE = 100;

    private int cuts;
    private int images;
    private int kills;
    private int closes;

    public static void main(String[] arguments) throws Exception {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
        int cuts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        PowerLossSoak soak = new PowerLossSoak();
        while (soak.cuts < cuts) {
            soak.run(seed++);
            if (seed % SEEDS_A_LINE == 0) {
                System.out.println("up to seed " + seed + ": " + soak);
            }
        }
        System.out.println("the last seed was " + (seed - 1) + ": " + soak);
    }

    void run(long seed) throws Exception {
        PowerLossRun run = new PowerLossRun(seed, OTHER_IMAGES);
        assertTimeoutPreemptively(HANGS_AFTER, () -> run.run(CUTS_A_SEED), () -> "seed " + seed + " hangs");
        cuts += run.cuts();
        images += run.images();
        kills += run.kills();
        closes += run.closes();
    }

    int images() {
        return images;
    }

    @Override
    public String toString() {
        return cuts + " cuts, " + images + " images opened, " + kills + " kills, " + closes + " orderly ends";
    }
}
