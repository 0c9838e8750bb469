package dev.leveret.server.vhost;

import dev.leveret.queue.QueueReply;
import dev.leveret.queue.ReplyTo;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.loop.BrokerLoop;

/** Who asked a queue for something, and hears of the answer exactly once. */
public interface Asker extends ReplyTo {

    /** The loop that the answer is wanted on. From any thread. */
    BrokerLoop loop();

    /** On whose behalf, for the event exchange: a user's name, or the broker's own. */
    default String user() {
        return BrokerEvent.INTERNAL;
    }

    /** Whether a purge is answered only when the store has written it; a deletion always is. */
    default boolean awaitsStore() {
        return false;
    }

    /** On that loop. */
    void answer(QueueReply reply);
}
