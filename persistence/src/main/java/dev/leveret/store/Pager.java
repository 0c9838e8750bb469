package dev.leveret.store;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.store.h2.Spill;
import dev.leveret.store.record.BatchBuilder;
import dev.leveret.store.record.BatchRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that has messages leave memory and reads them back, in the order in which it was asked. */
final class Pager implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Pager.class);

    private interface Task {
        void run() throws IOException;
    }

    private final GenerationInUse generation;
    private final Spill spill;
    private final PageReader reader;
    private final BatchBuilder batch;
    private final int batchBytes;
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread = new Thread(this, "leveret-pages");
    private volatile boolean closing;

    Pager(GenerationInUse generation, Spill spill, int batchBytes) {
        this.generation = generation;
        this.spill = spill;
        this.reader = new PageReader(generation, spill);
        this.batch = new BatchBuilder(batchBytes);
        this.batchBytes = batchBytes;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The last checkpoint interval whose messages can be read. For any thread. */
    int appliedInterval() {
        return generation.appliedInterval();
    }

    /** What was handed over to be spilled and is in memory still, in bytes. For any thread. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    void load(PageRequest request) {
        submit(() -> {
            Page page = null;
            do {
                int reopenings = generation.reopenings();
                try {
                    page = reader.read(request);
                } catch (IOException | RuntimeException | Error e) {
                    // H2 trusts its pages: when one is damaged, anything may be thrown while it is read.
                    if (!generation.awaitReopening(reopenings)) {
                        request.answer().failed(String.valueOf(e).lines().findFirst().orElse(""));
                        return;
                    }
                }
            } while (page == null);
            request.answer().read(page);
        });
    }

    void forget(long queueId) {
        submit(() -> spill.forget(queueId));
    }

    void spill(long queueId, List<PagedMessage> messages) {
        long bytes = 0;
        for (PagedMessage message : messages) {
            bytes += message.message().size();
        }
        long waiting = bytes;
        waitingBytes.addAndGet(waiting);
        submit(() -> {
            try {
                put(queueId, messages);
            } finally {
                batch.clear();
                waitingBytes.addAndGet(-waiting);
            }
        });
    }

    private void put(long queueId, List<PagedMessage> messages) throws IOException {
        for (PagedMessage message : messages) {
            if (!batch.isEmpty() && batch.size() + BatchRecord.sizeOf(message.message()) > batchBytes) {
                spill.put(queueId, batch);
                batch.clear();
            }
            batch.add(message.position(), message.message());
        }
        if (!batch.isEmpty()) {
            spill.put(queueId, batch);
        }
    }

    private void submit(Task task) {
        tasks.add(task);
        wake();
    }

    private void wake() {
        // Order: put, then look whether the thread sleeps. It says that it sleeps, then looks whether something was put.
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (true) {
            Task task = tasks.poll();
            if (task != null) {
                run(task);
            } else if (closing) {
                break;
            } else {
                sleep();
            }
        }
        run(spill::close);
    }

    private void sleep() {
        asleep.set(true);
        if (tasks.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        asleep.set(false);
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException | Error e) {
            // The queue will miss what could not be spilled when it asks for it.
            LOG.error("messages that are not stored are lost, they could not be brought out of memory: {}", e.toString());
        }
    }

    /** Ends after what it is doing now. What waits is dropped: the spill does not outlive the process, and nobody reads any more. */
    void close() {
        closing = true;
        generation.end();
        tasks.clear();
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // An interrupt in the middle of a file operation closes the file.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
