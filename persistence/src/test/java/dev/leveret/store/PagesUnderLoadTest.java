package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.StoredMessage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are read in full while checkpoints are applied beside that, and generations replaced. */
class PagesUnderLoadTest {

    /** Batches of a few messages, and generations that do not live long. */
    private static final StoreSettings SETTINGS =
            new StoreSettings(64 << 10, 64 << 10, Long.MAX_VALUE, 1_000_000_000, 2048, 128 << 10, 5);

    private static final int BACKLOG_MAX = 600;

    @TempDir
    Path folder;

    private final Map<CheckpointStep, Integer> steps = new ConcurrentHashMap<>();

    /** A queue that forgets what the store holds, and reads it again before it settles it. */
    private static final class Queue {
        private final long id;
        private final ArrayDeque<StoredMessage> inMemory = new ArrayDeque<>();
        private long first; // the lowest position that is not settled
        private long next;
        private long firstInMemory;
        private CompletableFuture<Page> asked;
        private long askedUpTo;
        private int loads;

        Queue(long id) {
            this.id = id;
        }

        void publish(TestStore store, Random random) {
            for (int i = random.nextInt(30); i > 0 && next - first < BACKLOG_MAX; i--) {
                byte[] body = StoreModel.body("q" + id + "p" + next, 40 + random.nextInt(400));
                inMemory.add(store.append(id, next++, TestStore.message(body), null));
            }
        }

        void forgetHeld(PagedQueue pages) {
            while (!inMemory.isEmpty() && pages.holds(inMemory.peek())) {
                inMemory.poll();
                firstInMemory++;
            }
        }

        void ask(PagedQueue pages, Random random) {
            if (asked == null && first < firstInMemory) {
                CompletableFuture<Page> answer = new CompletableFuture<>();
                asked = answer;
                askedUpTo = firstInMemory - 1;
                pages.load(first, askedUpTo, random.nextInt(20_000), new PageAnswer() {
                    @Override
                    public void read(Page page) {
                        answer.complete(page);
                    }

                    @Override
                    public void failed(String reason) {
                        answer.completeExceptionally(new AssertionError(reason));
                    }
                });
            }
        }

        void settleWhatWasRead(TestStore store, Random random) {
            if (asked == null || !asked.isDone()) {
                return;
            }
            Page page = asked.join();
            asked = null;
            loads++;
            long position = first;
            for (PagedMessage message : page.messages()) {
                assertEquals(position, message.position());
                assertEquals("q" + id + "p" + position, StoreModel.name(message.message().body()));
                position++;
            }
            assertTrue(position > first && position == page.upTo() + 1, "up to " + page.upTo() + ", not " + position);
            // Mostly more than what has come since, so that the file is dead soon.
            Iterator<PagedMessage> settled = page.messages().iterator();
            for (int i = random.nextInt(60); i > 0 && settled.hasNext(); i--) {
                store.remove(id, settled.next().stored());
                first++;
            }
        }
    }

    @Test
    void pagesAreReadWhileCheckpointsAndNewGenerationsAreMade() throws Exception {
        run(21, 6);
    }

    @Tag("nightly")
    @Test
    void pagesAreReadWhileVeryManyCheckpointsAreMade() throws Exception {
        for (long seed = 30; seed < 36; seed++) {
            run(seed, 60);
        }
    }

    private void run(long seed, int generations) throws Exception {
        Random random = new Random(seed);
        TestStore store = TestStore.open(
                WatchedDisk.withoutSync(folder), folder, SETTINGS, step -> steps.merge(step, 1, Integer::sum));
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long id = store.store().newQueueId();
            store.declare(id, "q" + id);
            queues.add(new Queue(id));
        }
        while (steps.getOrDefault(CheckpointStep.REWRITTEN, 0) < generations
                || queues.stream().anyMatch(queue -> queue.loads < 10 * generations)) {
            for (Queue queue : queues) {
                PagedQueue pages = store.store().pages(queue.id);
                queue.settleWhatWasRead(store, random);
                queue.publish(store, random);
                queue.forgetHeld(pages);
                queue.ask(pages, random);
            }
            assertTrue(store.round(), "seed " + seed);
            store.store().wantCheckpoint();
        }
        steps.clear();
        checkAfterCrash(store, queues);
    }

    private void checkAfterCrash(TestStore store, List<Queue> queues) throws Exception {
        store.halt();
        TestStore reopened = TestStore.open(WatchedDisk.withoutSync(folder), folder, SETTINGS, step -> {});
        List<RecoveredState.Queue> recovered = new ArrayList<>(reopened.recovered().queues());
        for (Queue queue : queues) {
            RecoveredState.Queue found = recovered.stream()
                    .filter(one -> one.definition().id() == queue.id)
                    .findFirst()
                    .orElseThrow();
            assertEquals(queue.next - queue.first, found.messages().size());
            reopened.undefine(found.definition());
        }
        assertTrue(reopened.round());
        reopened.close();
    }
}
