package dev.leveret.server.vhost;

import dev.leveret.amqp.error.AmqpException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * How many queues, or exchanges, there may be in all virtual hosts together. From any loop; what is taken up at a start, or comes
 * with a virtual host, asks nobody, but counts.
 */
final class Room {

    private final int max;
    private final IntSupplier count;

    /** Behind that of a virtual host, which is another one's in the next. */
    private final ReentrantLock mutex = new ReentrantLock();

    /**
     * @param max how many; {@link Integer#MAX_VALUE} means no limit
     * @param count tells how many there are
     */
    Room(int max, IntSupplier count) {
        this.max = max;
        this.count = count;
    }

    /**
     * Makes one more, while nobody makes another.
     *
     * @param refusal what is thrown if there are as many as may be, made of how many that is
     */
    <T> T make(Supplier<T> one, IntFunction<AmqpException> refusal) {
        if (max == Integer.MAX_VALUE) {
            return one.get();
        }
        mutex.lock();
        try {
            if (count.getAsInt() >= max) {
                throw refusal.apply(max);
            }
            return one.get();
        } finally {
            mutex.unlock();
        }
    }
}
