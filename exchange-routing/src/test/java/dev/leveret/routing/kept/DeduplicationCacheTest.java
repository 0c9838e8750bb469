package dev.leveret.routing.kept;

import static dev.leveret.amqp.key.KeyRecord.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.value.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Which keys are new, and which are forgotten when. */
class DeduplicationCacheTest {

    private final KeptMemory memory = new KeptMemory(1 << 24);

    private static DeduplicationKey key(int number) {
        return DeduplicationKey.of(new FieldValue.Int32(number));
    }

    private static boolean insert(DeduplicationCache cache, DeduplicationKey key, long nowMillis, long expiresAtMillis) {
        KeyLease candidate = new KeyLease(key, expiresAtMillis, null);
        KeyLease lease = cache.claim(candidate, nowMillis);
        return lease == null || lease == candidate;
    }

    @Test
    void neverKeepsMoreThanItsSizeAndForgetsTheOldestFirst() {
        // given
        DeduplicationCache cache = new DeduplicationCache(100, memory);
        // when
        for (int i = 0; i < 1000; i++) {
            assertTrue(insert(cache, key(i), 0, NEVER));
            assertTrue(cache.count() <= 100);
        }
        // then
        for (int i = 900; i < 1000; i++) {
            assertFalse(insert(cache, key(i), 0, NEVER));
        }
        assertTrue(insert(cache, key(899), 0, NEVER));
        assertTrue(insert(cache, key(900), 0, NEVER));
    }

    @Test
    void oneKeyThatExpiresAgainAndAgainTakesOnePlace() {
        // given a key that stays
        DeduplicationCache cache = new DeduplicationCache(10, memory);
        insert(cache, key(0), 0, NEVER);
        // when
        for (int i = 0; i < 10_000; i++) {
            assertTrue(insert(cache, key(1), i, i + 1));
        }
        // then
        assertEquals(2, cache.count());
        assertFalse(insert(cache, key(0), 10_000, NEVER));
        assertTrue(cache.size() < 1000);
    }

    @Test
    void renewedKeyIsNoLongerTheOldest() {
        // given
        DeduplicationCache cache = new DeduplicationCache(2, memory);
        insert(cache, key(1), 0, 10);
        insert(cache, key(2), 0, NEVER);
        assertTrue(insert(cache, key(1), 10, NEVER));
        // when
        insert(cache, key(3), 10, NEVER);
        // then
        assertFalse(insert(cache, key(1), 10, NEVER));
        assertFalse(insert(cache, key(3), 10, NEVER));
        assertTrue(insert(cache, key(2), 10, NEVER));
    }

    @Test
    void expiredKeysGoAsNewOnesCome() {
        // given
        DeduplicationCache cache = new DeduplicationCache(1000, memory);
        for (int i = 0; i < 800; i++) {
            insert(cache, key(i), 0, 10);
        }
        // when
        for (int i = 1000; i < 1150; i++) {
            insert(cache, key(i), 10, NEVER);
        }
        // then
        assertEquals(150, cache.count());
    }

    @Test
    void sharedMemoryIsABoundToo() {
        // given memory for some 60 keys
        KeptMemory little = new KeptMemory(16_000);
        DeduplicationCache cache = new DeduplicationCache(1_000_000, little);
        // when
        for (int i = 0; i < 10_000; i++) {
            insert(cache, key(i), 0, NEVER);
        }
        // then
        assertTrue(cache.count() > 40 && cache.count() < 80, cache.count() + " keys");
        assertTrue(little.size() <= 16_000);
        assertEquals(little.size(), cache.size());
        // and the newest are there
        assertFalse(insert(cache, key(9_999), 0, NEVER));
        // and when it is closed nothing is left
        cache.close();
        assertTrue(insert(cache, key(9_999), 0, NEVER));
        assertEquals(0, little.size());
        assertEquals(0, cache.count());
    }

    @Test
    void ofManyWhoInsertOneKeyAtATimeOneIsToldThatItIsNew() throws Exception {
        // given more keys than places, so that they come and go, and half of them that expire
        DeduplicationCache cache = new DeduplicationCache(50_000, memory);
        int threads = 4;
        int keys = 20_000;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 5; round++) {
                long now = round * 100L;
                List<Callable<Integer>> tasks = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    tasks.add(() -> insertAll(cache, keys, now));
                }
                // when
                int fresh = 0;
                for (Future<Integer> result : pool.invokeAll(tasks)) {
                    fresh += result.get();
                }
                // then
                assertEquals(round == 0 ? keys : keys / 2, fresh);
            }
        }
        assertEquals(keys, cache.count());
        cache.close();
        assertEquals(0, cache.size());
        assertEquals(0, memory.size());
    }

    /** The odd keys expire before the next round. */
    private static int insertAll(DeduplicationCache cache, int keys, long now) {
        int fresh = 0;
        for (int i = 0; i < keys; i++) {
            fresh += insert(cache, key(i), now, i % 2 == 0 ? NEVER : now + 100) ? 1 : 0;
        }
        return fresh;
    }
}
