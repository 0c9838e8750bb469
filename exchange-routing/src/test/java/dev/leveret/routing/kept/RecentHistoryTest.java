package dev.leveret.routing.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several threads keep messages in several histories that share little memory. */
class RecentHistoryTest {

    private static final int THREADS = 4;
    private static final int MESSAGES = 20_000;

    private static Message message(int number) {
        return Message.of(
                Address.of("e", "k"), ContentHeader.of(BasicProperties.EMPTY), new byte[number % 1000], number);
    }

    @Test
    void lengthAndMemoryAreBounded() throws Exception {
        // given room for some 70 messages, and 50 in each of three histories wanted
        KeptMemory memory = new KeptMemory(50_000);
        List<RecentHistory> histories = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            histories.add(new RecentHistory(50, memory));
        }
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> keepAll(histories));
        }
        // when
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Boolean> done : pool.invokeAll(tasks)) {
                // then
                assertTrue(done.get());
            }
        }
        long kept = 0;
        for (RecentHistory history : histories) {
            assertTrue(history.messages().size() <= 50);
            kept += history.messages().stream().mapToLong(Message::size).sum();
        }
        assertEquals(kept, memory.size());
        assertTrue(kept <= 50_000);
        // and when they are closed
        histories.forEach(RecentHistory::close);
        // then
        assertEquals(0, memory.size());
    }

    private static boolean keepAll(List<RecentHistory> histories) {
        for (int i = 0; i < MESSAGES; i++) {
            RecentHistory history = histories.get(i % histories.size());
            history.keep(message(i));
            if (i % 100 == 0 && history.messages().size() > 50) {
                return false;
            }
        }
        return true;
    }

    @Test
    void messageThatIsTooBigForAllTheMemoryIsNotKept() {
        // given
        KeptMemory memory = new KeptMemory(100);
        RecentHistory history = new RecentHistory(10, memory);
        // when
        history.keep(message(1));
        // then
        assertEquals(List.of(), history.messages());
        assertEquals(0, memory.size());
    }
}
