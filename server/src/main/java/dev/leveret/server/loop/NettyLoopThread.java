package dev.leveret.server.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A loop that is one of Netty's. */
record NettyLoopThread(EventLoop eventLoop) implements LoopThread {

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public void executeAfterNetwork(Runnable task) {
        // A plain task would run before Netty looks at its sockets again, and so would the next one, and the next.
        // Scheduled ones are picked up once in each round.
        eventLoop.schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public LoopTimer executeAfter(long millis, Runnable task) {
        var scheduled = eventLoop.schedule(task, millis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    @Override
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }
}
