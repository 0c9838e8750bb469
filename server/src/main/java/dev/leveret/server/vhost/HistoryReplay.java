package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.RouteTarget;
import dev.leveret.routing.Router;
import dev.leveret.server.loop.BrokerLoop;

/**
 * Gives what an exchange has kept of its messages to a destination that was just bound to it (README of
 * rabbitmq_recent_history_exchange). To the queue it is as if they had been published now: they live from now on.
 * From any loop.
 */
final class HistoryReplay {

    private final Router router;

    private final DelayLines delays;

    private final KeptKeys keys;

    HistoryReplay(Router router, DelayLines delays, KeptKeys keys) {
        this.keys = keys;
        this.router = router;
        this.delays = delays;
    }

    /** Sends the new binding's destination the messages that its source has kept, oldest first; mostly there are none. */
    void run(Binding binding, BrokerLoop loop) {
        for (Message message : binding.source().history()) {
            Message now = message.arrivedAt(loop.nowMillis());
            switch (binding.destination()) {
                case RouteTarget queue -> ((QueueRef) queue).enqueue(loop, now, null);
                case Exchange exchange -> enter(exchange, now, loop);
            }
        }
    }

    // Deviation: RabbitMQ's plugin sends them newest first, and fails with 541 if the exchange leads one of them nowhere.
    private void enter(Exchange exchange, Message message, BrokerLoop loop) {
        var destinations = new Destinations();
        router.route(exchange, message, destinations);
        for (int i = 0; i < destinations.count(); i++) {
            ((QueueRef) destinations.target(i)).enqueue(loop, destinations.message(), null);
        }
        keys.broughtBy(destinations).taken(loop, message, null);
        delays.of(destinations, loop).forEach(line -> line.add(loop, message, null));
    }
}
