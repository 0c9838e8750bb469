package dev.leveret.server.event;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueCommand;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Router;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.QueueRef;

/** Brings what the broker itself publishes to an exchange of its own to the queues behind it. From all loops. */
final class OwnMessages {

    private final Router router;
    private final Exchange exchange;

    OwnMessages(Router router, Exchange exchange) {
        this.router = router;
        this.exchange = exchange;
    }

    /** Whether there is anywhere to bring it to. One volatile read. */
    boolean wanted() {
        return exchange.isBound();
    }

    /** Publishes a message at the end of the loop's turn: its queue may be the very one that is at work now. */
    void publish(BrokerLoop loop, Message message) {
        loop.atTurnEnd(() -> route(loop, message));
    }

    private void route(BrokerLoop loop, Message message) {
        Destinations found = new Destinations();
        found.decides(false); // no message of the broker's own repeats another one
        router.route(exchange, message, found);
        for (int i = 0; i < found.count(); i++) {
            enqueue(loop, (QueueRef) found.target(i), found.message());
        }
    }

    private static void enqueue(BrokerLoop loop, QueueRef queue, Message message) {
        if (queue.mayRefuse()) {
            queue.command(loop, new QueueCommand.Offer(message, null, null));
        } else {
            queue.enqueue(loop, message, null);
        }
    }
}
