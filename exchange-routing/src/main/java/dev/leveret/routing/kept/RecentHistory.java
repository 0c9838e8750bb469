package dev.leveret.routing.kept;

import dev.leveret.amqp.message.Message;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The last messages that went through one exchange, oldest first. From any thread. */
public final class RecentHistory implements KeptMemory.Holder {

    private final int lengthMax;
    private final KeptMemory memory;
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

    /** Of the messages, never more than there are: it is raised after one was added, and lowered before one is taken. */
    private final AtomicInteger length = new AtomicInteger();

    private final AtomicLong size = new AtomicLong();
    private volatile boolean closed;

    /**
     * An empty history.
     *
     * @param lengthMax how many messages it keeps, at least 1
     */
    public RecentHistory(int lengthMax, KeptMemory memory) {
        this.lengthMax = lengthMax;
        this.memory = memory;
        memory.join(this);
    }

    /** Keeps this message as the last one. */
    public void keep(Message message) {
        messages.add(message);
        size.addAndGet(message.size());
        length.incrementAndGet();
        while (drop(lengthMax)) {
            // Others may be adding at the same time.
        }
        memory.take(message.size());
        if (closed) {
            close();
        }
    }

    /** What is kept now, oldest first. */
    public List<Message> messages() {
        List<Message> kept = List.copyOf(messages);
        return kept.subList(Math.max(0, kept.size() - lengthMax), kept.size());
    }

    /** Forgets everything, and from now on keeps nothing. */
    public void close() {
        closed = true;
        memory.leave(this);
        while (drop(0)) {
            // until it is empty
        }
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public boolean dropOldest(long bytes) {
        long before = size.get();
        boolean dropped = false;
        while (before - size.get() < bytes && drop(0)) {
            dropped = true;
        }
        return dropped;
    }

    /** Lets go of the oldest message if there are more than so many. */
    private boolean drop(int lengthWanted) {
        int seen = length.get();
        while (seen > lengthWanted) {
            if (length.compareAndSet(seen, seen - 1)) {
                Message oldest = messages.remove();
                size.addAndGet(-oldest.size());
                memory.giveBack(oldest.size());
                return true;
            }
            seen = length.get();
        }
        return false;
    }
}
