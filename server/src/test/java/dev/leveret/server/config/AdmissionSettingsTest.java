package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How many connections fit into the files that a process may open. */
class AdmissionSettingsTest {

    private static final AdmissionSettings DEFAULTS = BrokerSettings.defaults().listen().admission();

    @Test
    void manyFilesLeaveTheHalfOpenOnesAsTheyAre() {
        assertEquals(new AdmissionSettings(942_623, Integer.MAX_VALUE, 1_000, 943_623), DEFAULTS.within(1 << 20, 2));
    }

    @Test
    void fewFilesLeaveFewOfBoth() {
        assertEquals(new AdmissionSettings(723, Integer.MAX_VALUE, 1_000, 826), DEFAULTS.within(1_024, 2));
        assertEquals(new AdmissionSettings(35, Integer.MAX_VALUE, 1_000, 39), DEFAULTS.within(150, 2));
    }

    @Test
    void thoseThatHaveNotLoggedInHaveWhatTheOthersLeaveAndAlwaysAFew() {
        AdmissionSettings few = DEFAULTS.within(150, 2);
        assertEquals(39, few.halfOpenMax(0));
        assertEquals(19, few.halfOpenMax(20));
        assertEquals(4, few.halfOpenMax(35));
        assertEquals(1_000, DEFAULTS.within(1 << 20, 2).halfOpenMax(0));
        assertEquals(1_000, DEFAULTS.halfOpenMax(50_000));
    }

    @Test
    void someConnectionsAreThereHoweverFewTheFiles() {
        assertEquals(new AdmissionSettings(7, Integer.MAX_VALUE, 1_000, 8), DEFAULTS.within(64, 64));
    }

    @Test
    void lowerLimitsOfTheSettingsStay() {
        AdmissionSettings set = new AdmissionSettings(10, 5, 2, Integer.MAX_VALUE);
        assertEquals(new AdmissionSettings(10, 5, 2, 826), set.within(1_024, 2));
    }

    @Test
    void noLimitOfFilesChangesNothing() {
        assertEquals(DEFAULTS, DEFAULTS.within(Integer.MAX_VALUE, 2));
        assertEquals(Integer.MAX_VALUE, DEFAULTS.connectionMax());
    }
}
