package dev.leveret.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** A drain proves something only if it notices what is missing, doubled or out of order. */
class SequencesTest {

    private final Findings findings = new Findings();
    private final LongAdder extra = new LongAdder();

    @Test
    void publishersThatTakeTurnsAreFine() {
        // given two publishers
        Sequences sequences = sequences(Set.of(), Map.of("publishers", "2"));

        // when each one's messages come in order
        arrive(sequences, 0, 0, 1);
        arrive(sequences, 1, 0);
        arrive(sequences, 0, 2);

        // then nothing is found
        assertEquals(0, findings.count());
    }

    @Test
    void gapAndRepetitionAreFound() {
        // given a publisher
        Sequences sequences = sequences(Set.of(), Map.of("publishers", "1"));

        // when one of its messages is missing and another one comes twice
        arrive(sequences, 0, 0, 2, 2);

        // then both are found
        assertEquals(2, findings.count());
    }

    @Test
    void unconfirmedMessageMayBeThereOrNot() {
        // given a publisher of whose messages two were not confirmed
        Sequences sequences = sequences(Set.of("0 1", "0 2"), Map.of("publishers", "1"));

        // when one of them is there
        arrive(sequences, 0, 0, 2, 3);

        // then nothing is found, and it is counted apart
        assertEquals(0, findings.count());
        assertEquals(1, extra.sum());
    }

    @Test
    void higherPriorityAfterALowerOneIsFound() {
        // given priorities 0 to 2, which the sequence says
        Sequences sequences = sequences(Set.of(), Map.of("publishers", "1", "priorities", "2"));

        // when the highest comes first, then the lowest, then the one between
        arrive(sequences, 0, 2, 5, 0, 1);

        // then the last one is found
        assertEquals(1, findings.count());
    }

    private Sequences sequences(Set<String> unconfirmed, Map<String, String> options) {
        return new Sequences("q", new Options(options), unconfirmed, extra, findings);
    }

    private static void arrive(Sequences sequences, int publisher, long... numbers) {
        for (long number : numbers) {
            byte[] body = Numbered.body(publisher, number, 100);
            sequences.arrived(new Delivery(new Envelope(1, false, "", "q"), Broker.PERSISTENT, body));
        }
    }
}
