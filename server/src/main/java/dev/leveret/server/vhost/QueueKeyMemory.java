package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.KeyMemory;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.loop.BrokerLoop;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The keys of one queue, among all that are kept. The queue gives back what others need, on its own loop: at once if it is the one that
 * has asked for more, else when it hears of it. At a start it is had to by whoever takes up what was kept.
 */
final class QueueKeyMemory implements KeyMemory, KeptMemory.Holder {

    private final KeptMemory memory;
    private final QueueRef queue;
    private final Supplier<BrokerLoop> here;
    private final AtomicLong size = new AtomicLong();
    private final AtomicLong wanted = new AtomicLong();

    /** Where the queue was when it last took something; null: it has never taken anything, or has ended. */
    private volatile BrokerLoop loop;

    /** The queue is asking for more just now, and will look what is wanted itself. */
    private volatile boolean taking;

    /** @param here the loop that the queue is on; asked on that loop */
    QueueKeyMemory(KeptMemory memory, QueueRef queue, Supplier<BrokerLoop> here) {
        this.memory = memory;
        this.queue = queue;
        this.here = here;
    }

    @Override
    public long take(long bytes) {
        BrokerLoop before = loop;
        if (bytes == 0 && before == null) {
            return 0; // it has none
        }
        if (before == null) {
            memory.join(this);
        }
        BrokerLoop current = here.get();
        if (before != current) {
            loop = current;
        }
        taking = true;
        size.addAndGet(bytes);
        memory.take(bytes);
        taking = false;
        return wanted.getAndSet(0);
    }

    @Override
    public void giveBack(long bytes) {
        size.addAndGet(-bytes);
        memory.giveBack(bytes);
    }

    @Override
    public void close() {
        memory.leave(this);
        loop = null;
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public boolean dropOldest(long bytes) {
        BrokerLoop at = loop;
        if (memory.isRecovering() && at != null) {
            return queue.dropRecoveredKeys(at, bytes); // Order: its loop has not begun with it, and will not before all is read.
        }
        if (wanted.getAndAccumulate(bytes, Math::max) == 0 && !taking && at != null) {
            at.execute(() -> queue.command(at, new QueueCommand.ForgetKeys()));
        }
        return false; // it will soon
    }
}
