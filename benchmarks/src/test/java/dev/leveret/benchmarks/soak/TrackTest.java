package dev.leveret.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.benchmarks.load.Findings;
import org.junit.jupiter.api.Test;

/** A long run proves something only if its books notice each rule that is broken, and nothing else. */
class TrackTest {

    private final Findings findings = new Findings();
    private final Track track = new Track("q", findings);

    @Test
    void whatArrivesInOrderIsFine() {
        // given three messages, two of them confirmed before they arrive
        send(3);
        track.confirmed(0);
        track.confirmed(1);

        // when they arrive, and the third one is confirmed then
        arrive(0, 1, 2);
        track.confirmed(2);

        // then nothing is found
        assertFound(0);
    }

    @Test
    void confirmedMessageThatIsPassedOverIsFound() {
        // given a confirmed message
        send(2);
        track.confirmed(0);

        // when a later one arrives without it
        arrive(1);

        // then it is missing
        assertFound(1);
    }

    @Test
    void messageThatIsConfirmedAfterItWasPassedOverIsFound() {
        // given a message without a confirm, and a later one that has arrived
        send(2);
        arrive(1);

        // when the confirm comes
        track.confirmed(0);

        // then it is missing
        assertFound(1);
    }

    @Test
    void confirmedMessageThatNeverArrivesIsFoundAtTheEnd() {
        // given a confirmed message that has not arrived
        send(1);
        track.confirmed(0);

        // when the books are closed
        track.finish();

        // then it is missing
        assertFound(1);
    }

    @Test
    void uncertainMessageMayArriveOrNot() {
        // given two messages of which nothing will be heard any more
        send(3);
        track.uncertain(0);
        track.uncertain(1);

        // when one of them is passed over
        arrive(1, 2);
        track.finish();

        // then nothing is found
        assertFound(0);
    }

    @Test
    void messageThatArrivesAfterALaterOneIsFound() {
        // given a message that was passed over
        send(2);
        track.uncertain(0);
        arrive(1);

        // when it arrives all the same
        track.arrived(0, true);

        // then it is out of order
        assertFound(1);
    }

    @Test
    void repetitionIsFineOnlyIfItIsFlagged() {
        // given a message that has arrived
        send(1);
        arrive(0);

        // when it comes again, with the flag and without
        track.arrived(0, true);
        track.arrived(0, false);

        // then one of them is found
        assertFound(1);
        assertEquals(2, track.repeated());
    }

    @Test
    void messageThatWasRolledBackOrNeverSentIsFound() {
        // given a message that was rolled back, and no other one
        send(1);
        track.rolledBack(0);

        // when it arrives, and one more
        arrive(0, 1);

        // then both are found
        assertFound(2);
    }

    @Test
    void whatIsForgivenMayBeMissingAndWhatComesLaterMayNot() {
        // given a confirmed message that need not survive, a restart, and a message after it
        send(1);
        track.confirmed(0);
        track.forgive();
        send(2);
        track.confirmed(1);

        // when only the last one arrives
        arrive(2);

        // then the one after the restart is missing
        assertFound(1);
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            track.send();
        }
    }

    private void arrive(long... numbers) {
        for (long number : numbers) {
            track.arrived(number, false);
        }
    }

    private void assertFound(long count) {
        assertEquals(count, findings.count());
    }
}
