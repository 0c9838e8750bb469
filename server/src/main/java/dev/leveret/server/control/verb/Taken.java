package dev.leveret.server.control.verb;

import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.vhost.QueueRef;
import java.util.ArrayList;
import java.util.List;

/** Messages that somebody at the command line has taken from a queue. What is not settled goes back when this is closed. */
public final class Taken implements AutoCloseable {

    private final MessageRequests requests;
    private final QueueRef queue;
    private final List<Delivery> unsettled = new ArrayList<>();

    Taken(MessageRequests requests, QueueRef queue) {
        this.requests = requests;
        this.queue = queue;
    }

    /** Takes the next one; null if nothing is ready. */
    public QueueReply.Got next() throws RequestException {
        QueueReply.Got got = requests.next(queue);
        if (got != null) {
            unsettled.add(got.delivery());
        }
        return got;
    }

    /** Settles all that were taken. */
    public void settle(Outcome outcome) {
        if (!unsettled.isEmpty()) {
            requests.settle(queue, unsettled.toArray(Delivery[]::new), outcome);
            unsettled.clear();
        }
    }

    @Override
    public void close() {
        settle(Outcome.REQUEUE);
    }
}
