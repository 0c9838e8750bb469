package dev.leveret.queue;

import org.junit.jupiter.api.Test;

/** No history of messages that come back breaks a rule, with any delivery limit, any delay and across restarts. */
class QuorumHistoryTest {

    @Test
    void noRandomHistoryBreaksARule() {
        for (long seed = 0; seed < 1_000; seed++) {
            try {
                new QuorumHistory(seed).run(200);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("history with seed " + seed, e);
            }
        }
    }
}
