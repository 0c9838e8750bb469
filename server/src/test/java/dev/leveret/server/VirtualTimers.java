package dev.leveret.server;

import dev.leveret.server.net.Timers;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Timers whose time only goes on by {@link #advance}. */
public final class VirtualTimers {

    private static final class Pending implements Timers.Timer {
        final EventLoop loop;
        final long dueMillis;
        final Runnable task;
        volatile boolean cancelled;

        Pending(EventLoop loop, long dueMillis, Runnable task) {
            this.loop = loop;
            this.dueMillis = dueMillis;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }

    private final List<Pending> pending = new ArrayList<>();
    private long nowMillis;

    public Timers on(EventLoop loop) {
        return (millis, task) -> add(new Pending(loop, now() + millis, task));
    }

    /** Lets so much time pass: what comes due runs in its order, each on its own loop, before this returns. */
    public void advance(long millis) {
        long end = now() + millis;
        for (Pending next = takeNext(end); next != null; next = takeNext(end)) {
            next.loop.submit(next::run).syncUninterruptibly();
        }
        synchronized (this) {
            nowMillis = end;
        }
    }

    public synchronized long now() {
        return nowMillis;
    }

    private synchronized Pending add(Pending timer) {
        pending.add(timer);
        return timer;
    }

    private synchronized Pending takeNext(long end) {
        Pending next = null;
        for (Pending timer : pending) {
            if (timer.dueMillis <= end && (next == null || timer.dueMillis < next.dueMillis)) {
                next = timer;
            }
        }
        if (next != null) {
            pending.remove(next);
            nowMillis = Math.max(nowMillis, next.dueMillis);
        }
        return next;
    }
}
