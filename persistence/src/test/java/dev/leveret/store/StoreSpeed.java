package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a store by itself, without sockets: not a test. One thread publishes messages of 1 KiB, each in a unit of its own,
 * as many as a window lets it, and settles those before. Arguments: folder, then seconds a line.
 *
 * <p>Run with the test class path of this module: {@code java -cp ... dev.leveret.store.StoreSpeed FOLDER 5}.
 */
public final class StoreSpeed implements RoundListener, DurableUnit.Completion {

    private static final int BODY_BYTES = 1024;
    private static final int TURN_MAX = 256;

    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();
    private volatile Thread publisher;

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long seconds = Long.parseLong(arguments[1]);
        for (int window : new int[] {1, 1, 10, 100, 1_000, 10_000}) {
            for (int backlog : new int[] {0, 2_000}) {
                new StoreSpeed().run(Files.createDirectories(folder.resolve("w" + window + "b" + backlog)), seconds, window, backlog);
            }
        }
    }

    @Override
    public void roundDone(DurableUnit[] units, int count, boolean durable) {
        if (!durable) {
            throw new IllegalStateException("a round has failed");
        }
        rounds.incrementAndGet();
        confirmed.addAndGet(count);
        LockSupport.unpark(publisher);
    }

    @Override
    public void durable() {}

    @Override
    public void failed() {}

    private void run(Path folder, long seconds, int window, int backlog) throws Exception {
        publisher = Thread.currentThread();
        BrokerStore store = BrokerStore.open(folder, StoreSettings.defaults(), this);
        StoreWriter writer = store.writer();
        writer.define(TestStore.queue(1, "q"), null);
        QueueStore queue = writer.queue(1);
        ArrayDeque<StoredMessage> unsettled = new ArrayDeque<>();
        byte[] body = new byte[BODY_BYTES];
        Arrays.fill(body, (byte) 'x');
        long[] latencies = new long[1 << 20];
        long sent = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long cpu = processCpu();
        long began = System.nanoTime();
        while (System.nanoTime() < end) {
            long turn = Math.min(TURN_MAX, confirmed.get() + window - sent);
            if (turn <= 0) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            long at = System.nanoTime();
            for (int i = 0; i < turn; i++) {
                Message message = TestStore.message(body);
                unsettled.add(queue.append(sent++, message, new DurableUnit(1, 0, this)));
                while (unsettled.size() > backlog + window) {
                    queue.remove(unsettled.poll(), null);
                }
            }
            writer.flush();
            if (window == 1) {
                while (confirmed.get() < sent) {
                    LockSupport.parkNanos(1_000_000);
                }
                latencies[(int) sent & latencies.length - 1] = System.nanoTime() - at;
            }
        }
        long nanos = System.nanoTime() - began;
        long done = confirmed.get();
        cpu = processCpu() - cpu;
        System.out.printf("window %6d, backlog %5d: %7.0f msg/s, %6.1f a round, CPU %.2f us/msg (writer %.2f, checkpoints %.2f)",
                window, backlog, done * 1e9 / nanos, (double) done / rounds.get(), cpu / 1e3 / done,
                threadCpu("leveret-store") / 1e3 / done, threadCpu("leveret-checkpoint") / 1e3 / done);
        if (window == 1) {
            int count = (int) Math.min(sent, latencies.length);
            Arrays.sort(latencies, 0, count);
            System.out.printf(", confirm p50 %.0f us, p99 %.0f us", latencies[count / 2] / 1e3, latencies[count * 99 / 100] / 1e3);
        }
        System.out.println();
        store.close();
    }

    private static long processCpu() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat")).replaceFirst(".*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000;
    }

    private static long threadCpu(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(name)) {
                nanos += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return nanos;
    }
}
