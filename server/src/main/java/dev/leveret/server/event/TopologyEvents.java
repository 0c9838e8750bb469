package dev.leveret.server.event;

import dev.leveret.queue.QueueSettings;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.Removals;
import dev.leveret.server.loop.BrokerLoop;

/** What changes among the exchanges, bindings and queues of one virtual host, for the event exchange. */
public final class TopologyEvents {

    private final BrokerEvents events;
    private final String vhost;

    public TopologyEvents(BrokerEvents events, String vhost) {
        this.events = events;
        this.vhost = vhost;
    }

    /** The broker's events of all kinds. */
    public BrokerEvents all() {
        return events;
    }

    /** An exchange has been made. */
    public void created(ExchangeDeclaration exchange, String user, BrokerLoop loop) {
        if (events.wanted()) {
            events.emit(loop, new BrokerEvent.ExchangeCreated(vhost, exchange, user));
        }
    }

    /** A binding has been made. */
    public void created(Binding binding, String user, BrokerLoop loop) {
        if (events.wanted()) {
            events.emit(loop, new BrokerEvent.BindingCreated(vhost, binding, user));
        }
    }

    /** A queue has been made, perhaps exclusive to a connection. */
    public void created(QueueSettings queue, long ownerConnection, String user, BrokerLoop loop) {
        if (events.wanted()) {
            events.emit(loop, new BrokerEvent.QueueCreated(queue, ownerConnection, user));
        }
    }

    /** Exchanges and bindings are gone. */
    public void removed(Removals removals, String user, BrokerLoop loop) {
        if (!events.wanted()) {
            return;
        }
        for (Exchange exchange : removals.exchanges()) {
            events.emit(loop, new BrokerEvent.ExchangeDeleted(vhost, exchange, user));
        }
        for (Binding binding : removals.bindings()) {
            events.emit(loop, new BrokerEvent.BindingDeleted(vhost, binding, user));
        }
    }

    /** A queue is gone, and what hung on it: the broker itself has taken that away, as RabbitMQ sees it. */
    public void removed(String queue, Removals removals, String user, BrokerLoop loop) {
        if (events.wanted()) {
            removed(removals, BrokerEvent.INTERNAL, loop);
            events.emit(loop, new BrokerEvent.QueueDeleted(vhost, queue, user));
        }
    }
}
