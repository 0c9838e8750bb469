package dev.leveret.server.auth;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where slow passwords are checked: apart from the event loops, so that logins do not hold up who is logged in. A quarter of
 * the processors at most is for them, and what waits is bounded.
 */
public final class PasswordThreads implements Executor, AutoCloseable {

    /** More would wait for longer than a handshake may take. */
    private static final int WAITING_MAX = 256;

    private static final int PROCESSORS_A_THREAD = 4;
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor executor;

    public PasswordThreads() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_A_THREAD);
        executor = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX),
                PasswordThreads::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "passwords");
        thread.setDaemon(true); // a broker that ends waits for no guess
        return thread;
    }

    /** Runs it soon; throws RejectedExecutionException if too much waits already. */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
