package dev.leveret.queue.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.PlaceMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million messages, 100,000 groups, half of them held by others: what a delivery looks at. */
class GroupedMessagesCostTest {

    private static final int GROUPS = 100_000;
    private static final int ROUNDS = 10;
    private static final int PREFETCH = 10;

    /** Groups and consumers that are compared with others, besides the message that is delivered and its group. */
    private static final int RECORDS_MAX = 8;

    /** Of a million positions the index has four levels; one look finds the message, one takes it out. */
    private static final int FORKS_MAX = 8;

    private long records;
    private long forks;

    private final GroupedMessages messages =
            new GroupedMessages("group", new TimeToLive(TimeToLive.NEVER), new ReadyTotals(), PlaceMemory.UNBOUNDED);

    @Test
    void aDeliveryTouchesTenRecordsAtMost() {
        // given
        publishAll();
        List<Delivery> held = new ArrayList<>();
        List<Consumer> owners = new ArrayList<>();
        while (held.size() < GROUPS / 2) {
            Consumer owner = consumer();
            owners.add(owner);
            for (int i = 0; i < PREFETCH; i++) {
                held.add(take(owner));
            }
        }

        // when
        Consumer other = consumer();
        for (int i = 0; i < 50_000; i++) {
            Delivery delivery = takeCheaply(other);
            assertTrue(delivery.position() % GROUPS >= GROUPS / 2, "what others own is passed over");
            messages.settled(delivery);
        }
        for (Consumer owner : owners) {
            Delivery delivery = takeCheaply(owner);
            assertTrue(delivery.position() % GROUPS < GROUPS / 2, "what is one's own comes before what is free");
        }

        // then
        assertEquals(GROUPS * ROUNDS - held.size() - 50_000 - owners.size(), messages.count());
    }

    private void publishAll() {
        Message[] ofGroup = new Message[GROUPS];
        for (int group = 0; group < GROUPS; group++) {
            FieldTable headers = FieldTable.of("group", FieldValue.text("g" + group));
            ofGroup[group] = Message.of(
                    Address.of("", "q"),
                    ContentHeader.of(BasicProperties.builder().headers(headers).build()),
                    new byte[0],
                    0);
        }
        for (int position = 0; position < GROUPS * ROUNDS; position++) {
            messages.addLast(new Delivery(position, ofGroup[position % GROUPS], null, 0, 0));
        }
    }

    private Consumer consumer() {
        var settings = new ConsumerSettings("c", false, false, PREFETCH, Long.MAX_VALUE, FieldTable.EMPTY);
        var consumer = new Consumer(settings, null, null);
        messages.welcome(consumer);
        return consumer;
    }

    private Delivery take(Consumer consumer) {
        Waiting next = messages.nextFor(consumer);
        messages.takeFor(consumer, next);
        return next.delivery();
    }

    private Delivery takeCheaply(Consumer consumer) {
        records = messages.steps() + consumer.share.steps();
        forks = messages.forks();
        Delivery taken = take(consumer);
        records = messages.steps() + consumer.share.steps() - records;
        forks = messages.forks() - forks;
        assertTrue(records <= RECORDS_MAX, records + " records are compared");
        assertTrue(forks <= FORKS_MAX, forks + " forks of the index are passed");
        return taken;
    }
}
