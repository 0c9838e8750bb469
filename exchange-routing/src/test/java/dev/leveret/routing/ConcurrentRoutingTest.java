package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers route while a writer changes bindings, and never miss or see twice what no change concerns. */
class ConcurrentRoutingTest {

    private static final int READERS = 2;
    private static final int STABLE = 30;
    private static final int PASSING = 60;
    private static final int CHANGES = 30_000;

    private final TestVirtualHost host = new TestVirtualHost();
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private final AtomicBoolean done = new AtomicBoolean();

    @AfterEach
    void stopReaders() throws InterruptedException {
        done.set(true);
        readers.shutdown();
        assertTrue(readers.awaitTermination(30, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, mode = EnumSource.Mode.EXCLUDE, names = {"DELAYED", "CONSISTENT_HASH", "RANDOM", "LOCAL_RANDOM", "MODULUS_HASH"})
    void stableBindingsAreAlwaysSeenAndNoQueueTwice(ExchangeType type) throws Exception {
        // given queues that stay bound, to an exchange directly and behind another one
        host.exchange("e", type);
        host.exchange("behind", type);
        host.bindExchange("e", "behind", "a.b.c");
        Set<RouteTarget> stable = new HashSet<>();
        for (int i = 0; i < PASSING; i++) {
            host.queue("passing" + i);
            host.bind(i % 2 == 0 ? "e" : "behind", "passing" + i, "a.b.c"); // so that stable ones are in between
            if (i < STABLE) {
                stable.add(host.queue("stable" + i));
                host.bind(i % 2 == 0 ? "e" : "behind", "stable" + i, "a.b.c");
            }
        }
        // when
        List<Future<Long>> reading = startReaders("e", "a.b.c", stable);
        churn(new Random(type.ordinal()), type);
        done.set(true);
        // then
        for (Future<Long> reader : reading) {
            assertTrue(reader.get(30, TimeUnit.SECONDS) > 0);
        }
    }

    /** Binds and unbinds passing queues, under the readers' key and under others nearby. */
    private void churn(Random random, ExchangeType type) {
        String[] keys = type == ExchangeType.TOPIC
                ? new String[] {"a.b.c", "a.*.c", "a.#", "#.c", "#", "a.b.d", "a.b.c.d", "a.b", "*.*.*"}
                : new String[] {"a.b.c", "a.b.d"};
        for (int i = 0; i < CHANGES; i++) {
            String exchange = random.nextBoolean() ? "e" : "behind";
            // Long phases of more binding and of more unbinding, so that tables grow and shrink.
            String queue = "passing" + random.nextInt(PASSING);
            String key = keys[random.nextInt(keys.length)];
            if (random.nextInt(10) < (i / 1000 % 2 == 0 ? 7 : 3)) {
                host.bind(exchange, queue, key);
            } else {
                host.unbind(exchange, queue, key);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ExchangeType.class, names = {"CONSISTENT_HASH", "RANDOM", "LOCAL_RANDOM", "MODULUS_HASH"})
    void messageThatGoesToOneQueueAlwaysFindsOne(ExchangeType type) throws Exception {
        // given
        boolean weighted = type == ExchangeType.CONSISTENT_HASH;
        host.exchange("e", type);
        host.queue("stable");
        host.bind("e", "stable", weighted ? "1" : "");
        for (int i = 0; i < PASSING; i++) {
            host.queue("passing" + i);
        }
        // when
        List<Future<Long>> reading = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            String key = "key-" + i;
            reading.add(readers.submit(() -> readOne(key)));
        }
        Random random = new Random(type.ordinal());
        for (int i = 0; i < CHANGES / 10; i++) {
            String queue = "passing" + random.nextInt(PASSING);
            String key = weighted ? Integer.toString(1 + random.nextInt(40)) : "";
            if (random.nextBoolean()) {
                host.bind("e", queue, key);
            } else {
                host.unbind("e", queue, key);
            }
        }
        done.set(true);
        // then
        for (Future<Long> reader : reading) {
            assertTrue(reader.get(30, TimeUnit.SECONDS) > 0);
        }
    }

    private long readOne(String key) {
        Message message = TestVirtualHost.message("e", key, FieldTable.EMPTY);
        Destinations out = new Destinations();
        long rounds = 0;
        do {
            host.router.route(host.topology.exchange("e"), message, out);
            assertEquals(1, out.count());
            rounds++;
        } while (!done.get());
        return rounds;
    }

    @Test
    void queuesAndExchangesComeAndGoBesideStableOnes() throws Exception {
        // given
        Set<RouteTarget> stable = Set.of(host.queue("stable"));
        host.bind("amq.fanout", "stable", "");
        // when
        List<Future<Long>> reading = startReaders("amq.fanout", "k", stable);
        for (int i = 0; i < CHANGES / 10; i++) {
            String exchange = "e" + i % 7;
            host.exchange(exchange, ExchangeType.TOPIC);
            host.bindExchange("amq.fanout", exchange, "");
            TestQueue queue = host.queue("q" + i);
            host.bind(exchange, "q" + i, "#");
            host.bind("amq.fanout", "q" + i, "");
            if (i % 2 == 0) {
                host.topology.deleteExchange(exchange, false);
            }
            host.topology.removeQueue(queue);
            host.topology.deleteExchange(exchange, false);
        }
        done.set(true);
        // then
        for (Future<Long> reader : reading) {
            assertTrue(reader.get(30, TimeUnit.SECONDS) > 0);
        }
    }

    private List<Future<Long>> startReaders(String exchange, String key, Set<RouteTarget> stable) {
        List<Future<Long>> reading = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            reading.add(readers.submit(reader(exchange, key, stable)));
        }
        return reading;
    }

    private Callable<Long> reader(String exchange, String key, Set<RouteTarget> stable) {
        Message message = TestVirtualHost.message(exchange, key, FieldTable.EMPTY);
        return () -> {
            Destinations out = new Destinations();
            long rounds = 0;
            do {
                host.router.route(host.topology.exchange(exchange), message, out);
                Set<RouteTarget> seen = new HashSet<>(List.of(out.toArray()));
                assertEquals(out.count(), seen.size(), "a queue came twice");
                assertTrue(seen.containsAll(stable), "a stable binding was missed");
                rounds++;
            } while (!done.get());
            return rounds;
        };
    }

    @Test
    void readerSeesEveryChangeByTheTimeItsVersionIsThere() throws Exception {
        // given a key whose queues go through a cycle: none, a, a and b, b; one step a version
        TestQueue a = host.queue("a");
        TestQueue b = host.queue("b");
        while (host.topology.version() % 4 != 0) {
            host.queue("at version " + host.topology.version());
        }
        List<Set<RouteTarget>> cycle = List.of(Set.of(), Set.of(a), Set.of(a, b), Set.of(b));
        Future<Long> reading = readers.submit(() -> readWithVersion(cycle));
        // when
        for (int i = 0; i < CHANGES; i++) {
            host.bind("amq.direct", "a", "k");
            host.bind("amq.direct", "b", "k");
            host.unbind("amq.direct", "a", "k");
            host.unbind("amq.direct", "b", "k");
        }
        done.set(true);
        // then
        assertTrue(reading.get(30, TimeUnit.SECONDS) > 0);
    }

    private long readWithVersion(List<Set<RouteTarget>> cycle) {
        Message message = TestVirtualHost.message("amq.direct", "k", null);
        Destinations out = new Destinations();
        long rounds = 0;
        do {
            long version = host.topology.version();
            host.router.route(host.topology.exchange("amq.direct"), message, out);
            Set<RouteTarget> seen = Set.of(out.toArray());
            if (host.topology.version() == version) {
                // A change may be seen just before its version is, never after.
                Set<RouteTarget> now = cycle.get((int) (version % 4));
                Set<RouteTarget> next = cycle.get((int) ((version + 1) % 4));
                assertTrue(seen.equals(now) || seen.equals(next), seen + " at a version of " + now);
            }
            rounds++;
        } while (!done.get());
        return rounds;
    }
}
