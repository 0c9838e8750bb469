package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters of all queues together take so much memory and no more, as long as they find no room where they go. */
class LetterMemoryTest {

    private static final FieldTable DROPS_ALL =
            FieldTable.builder().put("x-max-length", 0).put("x-dead-letter-exchange", "full").build();

    private final int size = TestMessages.transientOne("m").size();
    private final LetterMemory memory = new LetterMemory(3L * size);
    private final Source one = new Source(memory);
    private final Source other = new Source(memory);

    /** A queue that has everything die. */
    private static final class Source {

        private final RecordedEffects effects = new RecordedEffects(List.of());
        private final QueueActor actor;

        Source(LetterMemory memory) {
            var settings = new QueueSettings("/", "q", false, false, false, DROPS_ALL);
            var keeping = new Shared(MemoryKeeping.of(false, 0), memory);
            actor = new QueueActor(settings, settings.rules(FieldTable.EMPTY), keeping, effects);
        }

        void publish(int count) {
            for (int i = 0; i < count; i++) {
                actor.enqueue(TestMessages.transientOne("m"), null, 0);
            }
        }

        void depart(int number) {
            DeadLetter letter = effects.letters.get(number);
            actor.handle(new QueueCommand.Depart(letter.source(), null), 0);
        }
    }

    private record Shared(QueueKeeping keeping, LetterMemory letterMemory) implements QueueKeeping {

        @Override
        public QueueStore store(int priority) {
            return keeping.store(priority);
        }

        @Override
        public QueuePages pages(int priority) {
            return keeping.pages(priority);
        }
    }

    @Test
    void aQueueThatFindsItFullKeepsItsMessages() {
        // given a queue with as many letters as there is room for
        one.publish(3);
        // when more come
        one.publish(2);
        // then they stay
        assertEquals(3, one.effects.letters.size());
        assertEquals(2, one.actor.readyCount());
    }

    @Test
    void eachQueueMayHaveOneOnItsWay() {
        // given that others have taken all of it
        one.publish(3);
        // when another queue has something die
        other.publish(2);
        // then one letter goes, and the next one when that has left
        assertEquals(1, other.effects.letters.size());
        other.depart(0);
        assertEquals(2, other.effects.letters.size());
    }

    @Test
    void whatHasLeftMakesRoom() {
        // given
        one.publish(5);
        // when
        one.depart(0);
        one.depart(1);
        // then
        assertEquals(5, one.effects.letters.size());
        assertEquals(0, one.actor.readyCount());
    }
}
