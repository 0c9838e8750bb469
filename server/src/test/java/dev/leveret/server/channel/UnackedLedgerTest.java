package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The ledger gives tags in order and finds deliveries by them, however unevenly they are settled. */
class UnackedLedgerTest {

    private static final Message MESSAGE = Message.of(
            Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[0], 0);
    private static final DeliverySource SOURCE = new DeliverySource.Fetched(null);

    private final UnackedLedger ledger = new UnackedLedger();
    private final List<Long> taken = new ArrayList<>();
    private final UnackedLedger.Sink sink = (tag, delivery, source) -> taken.add(tag);

    private static Delivery delivery(long position) {
        return new Delivery(position, MESSAGE, null, 0, 0);
    }

    @Test
    void tagsCountFromOneWhetherTheyHaveToBeSettledOrNot() {
        assertEquals(1, ledger.add(delivery(0), SOURCE));
        assertEquals(2, ledger.skip());
        assertEquals(3, ledger.add(delivery(1), SOURCE));
        assertEquals(2, ledger.count());
        assertFalse(ledger.contains(2));
    }

    @Test
    void tagIsTakenOnce() {
        ledger.add(delivery(0), SOURCE);
        assertTrue(ledger.take(1, sink));
        assertFalse(ledger.take(1, sink));
        assertFalse(ledger.take(2, sink));
        assertFalse(ledger.take(0, sink));
    }

    @Test
    void fewOldDeliveriesDoNotMakeTheLedgerGrow() {
        // given one delivery that is never settled
        ledger.add(delivery(0), SOURCE);

        // when a million others come and go
        for (int i = 0; i < 1_000_000; i++) {
            assertTrue(ledger.take(ledger.add(delivery(i), SOURCE), sink));
        }

        // then it is still there, and little room is used
        assertEquals(1, ledger.count());
        assertTrue(ledger.contains(1));
        assertTrue(ledger.capacity() <= 64, "capacity " + ledger.capacity());
        assertTrue(ledger.take(1, sink));
    }

    @Test
    void whatComesFromOneSourceIsTakenOutOldestFirst() {
        // given deliveries of two sources, so many that the oldest are set aside
        DeliverySource other = new DeliverySource.Fetched(null);
        ledger.add(delivery(0), SOURCE);
        ledger.add(delivery(1), other);
        for (int i = 0; i < 100; i++) {
            ledger.skip();
        }
        ledger.add(delivery(2), other);
        ledger.add(delivery(3), SOURCE);

        // when
        ledger.takeOf(SOURCE, sink);

        // then
        assertEquals(List.of(1L, 104L), taken);
        assertEquals(2, ledger.oldestTag());
        assertEquals(105, ledger.nextTag());
        taken.clear();
        ledger.forEach(sink);
        assertEquals(List.of(2L, 103L), taken);
    }

    @Test
    void oldestTagIsThatOfTheFirstUnsettledOne() {
        assertEquals(Long.MAX_VALUE, ledger.oldestTag());
        ledger.skip();
        ledger.add(delivery(0), SOURCE);
        ledger.add(delivery(1), SOURCE);
        assertEquals(2, ledger.oldestTag());
        ledger.take(2, sink);
        assertEquals(3, ledger.oldestTag());
    }

    @Test
    void noAckDeliveriesBehindAnOldOneTakeNoRoom() {
        ledger.add(delivery(0), SOURCE);
        for (int i = 0; i < 100_000; i++) {
            ledger.skip();
        }
        assertTrue(ledger.capacity() <= 64, "capacity " + ledger.capacity());
        assertTrue(ledger.contains(1));
    }

    @Test
    void behavesLikeASortedMapInAnyHistory() {
        for (long seed = 0; seed < 200; seed++) {
            runHistory(seed);
        }
    }

    private static void runHistory(long seed) {
        Random random = new Random(seed);
        UnackedLedger ledger = new UnackedLedger();
        TreeMap<Long, Delivery> model = new TreeMap<>();
        long last = 0;
        for (int i = 0; i < 2_000; i++) {
            int action = random.nextInt(100);
            if (action < 50) {
                Delivery delivery = delivery(i);
                last = ledger.add(delivery, SOURCE);
                model.put(last, delivery);
            } else if (action < 60) {
                last = ledger.skip();
            } else if (action < 97) {
                long tag = last - random.nextInt(1 + (int) Math.min(last, action < 62 ? 2_000 : 40));
                Delivery expected = model.remove(tag);
                boolean was = ledger.take(tag, (t, delivery, source) -> {
                    assertEquals(tag, t);
                    assertEquals(expected, delivery);
                });
                assertEquals(expected != null, was, "seed " + seed);
                if (was && random.nextInt(5) == 0) {
                    ledger.restore(tag, expected, SOURCE);
                    model.put(tag, expected);
                }
            } else {
                takeUpTo(ledger, model, last - random.nextInt(1 + (int) last));
            }
            assertEquals(model.size(), ledger.count(), "seed " + seed);
        }
        takeUpTo(ledger, model, Long.MAX_VALUE);
        assertEquals(0, ledger.count());
    }

    private static void takeUpTo(UnackedLedger ledger, TreeMap<Long, Delivery> model, long tag) {
        List<Long> expected = new ArrayList<>(model.headMap(tag, true).keySet());
        model.headMap(tag, true).clear();
        List<Long> actual = new ArrayList<>();
        ledger.takeUpTo(tag, (t, delivery, source) -> actual.add(t));
        assertEquals(expected, actual);
    }
}
