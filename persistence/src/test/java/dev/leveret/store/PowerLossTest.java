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

    @Tag("nightly")
    @Test
    void nothingThatWasReportedIsLostInManyPowerCuts() throws Exception {
        PowerLossSoak soak = new PowerLossSoak();
        for (long seed : Nightly.seeds(1001, 800)) {
            soak.run(seed);
        }
    }
}
