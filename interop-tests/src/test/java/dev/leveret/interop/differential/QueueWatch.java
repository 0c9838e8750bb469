package dev.leveret.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a queue is as it is wished to be, and tells how it is then; asks on a channel of its own, beside what is recorded. */
final class QueueWatch {

    private final Connection connection;
    private Channel channel;

    /** @param connection which sees its exclusive queues too */
    QueueWatch(Connection connection) {
        this.connection = connection;
    }

    /** What is asked again and again. */
    interface Count {
        int now() throws Exception;
    }

    /** Waits until the answer is this one, and answers what it is in the end. */
    static int await(Count count, int wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Deadline.SECONDS);
        int now = count.now();
        while (now != wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            now = count.now();
        }
        return now;
    }

    /** Waits for so many ready messages; the answer is less than nothing if there is no such queue. */
    int ready(String queue, int wanted) throws Exception {
        return await(() -> counts(queue).messages(), wanted);
    }

    /** Waits for so many consumers; the answer is less than nothing if there is no such queue. */
    int consumers(String queue, int wanted) throws Exception {
        return await(() -> counts(queue).consumers(), wanted);
    }

    /**
     * Waits until there is no queue of this name, and answers whether there is none. It is asked for by a binding: that is no use
     * of a queue, which could keep it.
     */
    boolean isGone(String queue) throws Exception {
        return await(() -> isBound(queue) ? 1 : 0, 0) == 0;
    }

    private boolean isBound(String queue) throws IOException {
        try {
            open().queueBind(queue, "amq.direct", queue);
            return true;
        } catch (IOException e) {
            if (replyCode(e) == 405) {
                return true; // it is still locked by another connection
            }
            requireNotFound(e);
            return false;
        }
    }

    private record Counts(int messages, int consumers) {}

    private Counts counts(String queue) throws IOException {
        try {
            AMQP.Queue.DeclareOk ok = open().queueDeclarePassive(queue);
            return new Counts(ok.getMessageCount(), ok.getConsumerCount());
        } catch (IOException e) {
            requireNotFound(e);
            return new Counts(-1, -1);
        }
    }

    /** The channel; another one if the broker has closed it. */
    private Channel open() throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = connection.createChannel();
        }
        return channel;
    }

    private static void requireNotFound(IOException e) throws IOException {
        if (replyCode(e) != 404) {
            throw e;
        }
    }

    private static int replyCode(IOException e) {
        return e.getCause() instanceof ShutdownSignalException close ? CloseReason.of(close.getReason()).replyCode() : 0;
    }
}
