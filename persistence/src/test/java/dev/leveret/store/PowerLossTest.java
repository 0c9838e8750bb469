package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whenever the power fails, and whatever of the writes that were not synced it takes with it: the store opens again and
 * contains all that it had reported as durable.
 */
class PowerLossTest {

    @Test
    void nothingThatWasReportedIsLostInAThousandPowerCuts() throws Exception {
        PowerLossSoak soak = new PowerLossSoak();
        for (long seed = 1; seed <= 40; seed++) {
            soak.run(seed);
        }
        assertTrue(soak.images() > 2_000, soak::toString);
    }

    /** {@code -Dpower.cuts=100000 -Dpower.seed=1} says how many, and the first seed. */
    @Tag("nightly")
    @Test
    void nothingThatWasReportedIsLostInAsManyPowerCutsAsAskedFor() throws Exception {
        PowerLossSoak.main(new String[] {System.getProperty("power.seed", "1001"), System.getProperty("power.cuts", "20000")});
    }
}
