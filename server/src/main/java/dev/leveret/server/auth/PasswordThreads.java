package dev.leveret.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where slow passwords are checked: apart from the event loops, so that logins do not hold up who is logged in. A quarter of
 * the processors at most is for them, and what waits is bounded and takes turns ({@link WaitingChecks}).
 */
public final class PasswordThreads implements Executor, SlowChecks, AutoCloseable {

    /** More would wait for longer than a handshake may take. */
    private static final int WAITING_MAX = 256;

    private static final int PROCESSORS_A_THREAD = 4;
    private static final long IDLE_SECONDS = 30;

    private final int threadCount = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_A_THREAD);
    private final ThreadPoolExecutor executor;

    /** Also the lock for what follows. */
    private final WaitingChecks waiting = new WaitingChecks(WAITING_MAX);

    /** Threads that take one check after the other. */
    private int busy;

    private boolean closed;

    public PasswordThreads() {
        executor = new ThreadPoolExecutor(
                threadCount, threadCount, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                PasswordThreads::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "passwords");
        thread.setDaemon(true); // a broker that ends waits for no guess
        return thread;
    }

    /** Runs something of the broker's own soon. */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void submit(SlowCheck check) {
        List<SlowCheck> gone;
        synchronized (waiting) {
            if (closed) {
                gone = List.of(check);
            } else {
                gone = waiting.add(check);
                if (busy < threadCount) {
                    busy++;
                    executor.execute(this::work);
                }
            }
        }
        gone.forEach(SlowCheck::giveUp);
    }

    private void work() {
        SlowCheck check = next();
        if (check == null) {
            return;
        }
        try {
            check.run();
        } finally {
            goOn();
        }
    }

    private void goOn() {
        synchronized (waiting) {
            if (!closed) {
                executor.execute(this::work);
            }
        }
    }

    private SlowCheck next() {
        synchronized (waiting) {
            SlowCheck check = waiting.poll();
            if (check == null) {
                busy--;
            }
            return check;
        }
    }

    /** Who waits gives up. */
    @Override
    public void close() {
        List<SlowCheck> gone = new ArrayList<>();
        synchronized (waiting) {
            closed = true;
            for (SlowCheck check = waiting.poll(); check != null; check = waiting.poll()) {
                gone.add(check);
            }
        }
        gone.forEach(SlowCheck::giveUp);
        executor.shutdownNow();
    }
}
