package dev.leveret.server.vhost;

import dev.leveret.queue.QueueReply;
import dev.leveret.server.loop.BrokerLoop;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a queue for somebody who is on no event loop.
 *
 * @param user on whose behalf
 * @param reply completed on the loop
 */
public record CommandAsker(BrokerLoop loop, String user, CompletableFuture<QueueReply> reply) implements Asker {

    /** Whoever scripts takes what he is told for done. */
    @Override
    public boolean awaitsStore() {
        return true;
    }

    @Override
    public void answer(QueueReply answer) {
        reply.complete(answer);
    }
}
