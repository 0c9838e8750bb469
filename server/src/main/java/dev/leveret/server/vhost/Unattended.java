package dev.leveret.server.vhost;

import dev.leveret.queue.QueueReply;
import dev.leveret.server.loop.BrokerLoop;

/** Asks on nobody's behalf: the answer changes nothing. */
record Unattended(BrokerLoop loop) implements Asker {

    @Override
    public void answer(QueueReply reply) {
        // A queue that has a consumer again stays; one that has gone is gone.
    }
}
