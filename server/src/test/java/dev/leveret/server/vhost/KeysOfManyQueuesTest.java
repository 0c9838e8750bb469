package dev.leveret.server.vhost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.SimulatedLoops;
import org.junit.jupiter.api.Test;

/** At a start the keys of all queues together never take more memory than they may. */
class KeysOfManyQueuesTest {

    private static final int QUEUES = 10;
    private static final int KEYS_EACH = 200;

    /** Room for some thirty keys. */
    private static final long BYTES_MAX = 10_000;

    private static final long KEY_BYTES_MAX = 400;

    private final SimulatedLoops loops = new SimulatedLoops(2, 1);
    private final KeptMemory memory = new KeptMemory(BYTES_MAX);
    private final VirtualHost host = new VirtualHost("/", new SimulatedStore(loops.loops()), loops.loops(), memory,
            LetterMemory.unlimited(), Rooms.ENDLESS, new BrokerEvents(loops.loops(), new NodeIdentity("leveret@test", 1), "/"));

    private static Message keyed(int key) {
        FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("key-" + key));
        var properties = BasicProperties.builder().deliveryMode(2).headers(headers).build();
        return Message.of(Address.of("", "q"), ContentHeader.of(properties), new byte[1], 1);
    }

    @Test
    void whoReadsHasTheOthersMakeRoomAtOnce() {
        FieldTable deduplicates = FieldTable.builder().put("x-message-deduplication", true).build();
        memory.recovering(true);
        for (int queue = 0; queue < QUEUES; queue++) {
            // given queues on all loops, none of which has begun
            var settings = new QueueSettings("/", "q" + queue, true, false, false, deduplicates);
            QueueActor actor = host.queues().recover(queue + 1, settings, loops.loops().at(queue % 2));

            // when it is told of its keys
            for (int key = 0; key < KEYS_EACH; key++) {
                actor.recoverKey(0, key, keyed(key));
                assertTrue(memory.size() < BYTES_MAX + KEY_BYTES_MAX, () -> memory.size() + " bytes");
            }
        }
        memory.recovering(false);

        // then there are as many as there is room for
        assertTrue(memory.size() > BYTES_MAX - KEY_BYTES_MAX, () -> memory.size() + " bytes");
    }
}
