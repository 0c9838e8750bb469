package dev.leveret.server.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.error.AmqpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A limit that all virtual hosts share. */
class RoomTest {

    private static final int MAX = 100;
    private static final int THREADS = 4;

    @Test
    void thoseWhoMakeAtOnceDoNotExceedIt() throws InterruptedException {
        Set<Integer> made = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        Room room = new Room(MAX, made::size);
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread * MAX;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < first + MAX; i++) {
                    int number = i;
                    try {
                        room.make(() -> made.add(number), max -> AmqpException.preconditionFailed("%d", max));
                    } catch (AmqpException e) {
                        refused.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(MAX, made.size());
        assertEquals((THREADS - 1) * MAX, refused.get());
    }
}
