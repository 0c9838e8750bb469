package dev.leveret.server.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers of an event loop. */
record NettyTimers(EventLoop eventLoop) implements Timers {

    @Override
    public Timer after(long millis, Runnable task) {
        ScheduledFuture<?> scheduled = eventLoop.schedule(task, millis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }
}
