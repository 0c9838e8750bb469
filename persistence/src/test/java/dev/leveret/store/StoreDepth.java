package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueueStore;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a store with very many messages and little heap: not a test. It appends messages of 100 bytes to some queues while
 * nobody holds them, ends as a crash would, starts, reads all of them back page by page, and settles them. Arguments: folder,
 * number of messages, number of queues, and what to do: some of "append,read,start", so that each can have a process of its own.
 *
 * <p>Run with the test class path of this module: {@code java -Xmx256m -cp ... dev.leveret.store.StoreDepth FOLDER 10000000
 * 1 append,read,start}.
 */
public final class StoreDepth {

    private static final int BODY_BYTES = 100;
    private static final int TURN = 256;
    private static final long PENDING_BYTES_MAX = 8 << 20;
    private static final int PAGE_BYTES = 128 << 10;

    private final Path folder;
    private final long messages;
    private final int queues;
    private final StoreSettings settings = StoreSettings.forHeap(Runtime.getRuntime().maxMemory());

    private StoreDepth(Path folder, long messages, int queues) {
        this.folder = folder;
        this.messages = messages;
        this.queues = queues;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        StoreDepth depth = new StoreDepth(folder, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        for (String phase : arguments[3].split(",")) {
            switch (phase) {
                case "append" -> depth.append();
                case "read" -> depth.readBack();
                case "start" -> depth.startAgain();
                default -> throw new IllegalArgumentException(phase);
            }
        }
    }

    private BrokerStore open() throws Exception {
        long began = System.nanoTime();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        BrokerStore store = BrokerStore.open(folder, settings, TestStore::complete);
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        say("opened with " + cpu / 1_000_000 + " ms of processor time", began, 0);
        return store;
    }

    private void append() throws Exception {
        BrokerStore store = open();
        StoreWriter writer = store.writer();
        QueueStore[] targets = new QueueStore[queues];
        for (int i = 0; i < queues; i++) {
            writer.define(TestStore.queue(i + 1, "q" + i), null);
            targets[i] = writer.queue(i + 1);
        }
        long began = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            byte[] body = ByteBuffer.allocate(BODY_BYTES).putLong(i).array();
            targets[(int) (i % queues)].append(i / queues, TestStore.message(body), null);
            if (i % TURN == 0) {
                writer.flush();
                awaitRoom(store);
            }
        }
        awaitRound(writer);
        say("appended", began, messages);
        store.halt();
    }

    private static void awaitRoom(BrokerStore store) {
        while (store.pendingBytes() > PENDING_BYTES_MAX) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static void awaitRound(StoreWriter writer) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        writer.skip(new DurableUnit(1, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                done.countDown();
            }

            @Override
            public void failed() {
                throw new IllegalStateException("the round has failed");
            }
        }));
        writer.flush();
        done.await();
    }

    private void readBack() throws Exception {
        BrokerStore store = open();
        StoreWriter writer = store.writer();
        long began = System.nanoTime();
        long count = 0;
        for (RecoveredQueue queue : store.recovered().queues()) {
            count += settleAll(store, writer, queue);
        }
        if (count != messages) {
            throw new IllegalStateException(count + " messages came back");
        }
        awaitRound(writer);
        say("read and settled", began, messages);
        store.close();
    }

    private long settleAll(BrokerStore store, StoreWriter writer, RecoveredQueue queue) throws StoreException {
        long id = queue.definition().id();
        QueueStore target = writer.queue(id);
        PagedQueue pages = store.pages(id);
        long next = 0;
        while (next <= queue.lowest().pages().last()) {
            Page page = RecoveredState.load(pages, next, queue.lowest().pages().last(), PAGE_BYTES);
            for (PagedMessage message : page.messages()) {
                check(message.message(), message.position(), next++, id);
                target.remove(message.stored(), null);
            }
            writer.flush();
            awaitRoom(store);
        }
        for (RecoveredMessage message : queue.lowest().newer()) {
            check(message.message(), message.position(), next++, id);
            target.remove(message.handle(), null);
        }
        return next;
    }

    private void check(Message message, long position, long expected, long id) {
        long number = ByteBuffer.wrap(message.body()).getLong();
        if (position != expected || number != expected * queues + id - 1) {
            throw new IllegalStateException("message " + number + " at " + position + " instead of " + expected);
        }
    }

    private void startAgain() throws Exception {
        open().close();
    }

    private void say(String what, long began, long count) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        long disk = 0;
        for (Path file : Folders.files(folder)) {
            disk += Files.size(file);
        }
        System.out.printf("%s in %.3f s%s; %d ms for collections of garbage so far; on disk %d MiB%n",
                what, seconds, count == 0 ? "" : String.format(" (%.0f/s)", count / seconds), collectionMillis(), disk >> 20);
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
