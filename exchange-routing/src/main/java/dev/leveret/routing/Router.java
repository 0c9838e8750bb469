package dev.leveret.routing;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import java.util.List;

/**
 * Finds the queues that a message goes to. Any number of threads may use it at any time, each with
 * {@link Destinations} of its own; it takes no lock, and sees each change of the topology either whole or not
 * at all.
 *
 * <p>A caller may keep a result for all messages with the same address: it must have read
 * {@link Topology#version} before it routed, and the result is good as long as the version stays the same.
 */
public final class Router {

    private final Topology topology;

    public Router(Topology topology) {
        this.topology = topology;
    }

    /**
     * Puts into {@code out} the queues that the message goes to from this exchange, over bindings, further
     * exchanges (each asked once, so that cycles end) and alternate exchanges; and the exchanges that it has to wait in.
     *
     * @throws dev.leveret.amqp.error.AmqpException 406 if the header CC or BCC is not an array
     */
    public void route(Exchange start, Message message, Destinations out) {
        out.begin(message);
        if (start.isDefault()) {
            toNamedQueues(out);
            return;
        }
        out.reach(start);
        for (int i = 0; i < out.exchangeCount(); i++) {
            from(out.exchange(i), out);
        }
    }

    /**
     * Whether a message with these properties may name more routing keys in its headers CC and BCC, so that a
     * result kept for its address is not good for it. False is certain, true is not.
     */
    public static boolean selectsKeys(ContentHeader header) {
        return SelectedKeys.mayBeIn(header);
    }

    /**
     * The routing keys in the headers CC and BCC.
     *
     * @throws dev.leveret.amqp.error.AmqpException 406 if one of them is not an array
     */
    public static List<String> selectedKeys(ContentHeader header) {
        return SelectedKeys.in(header.headers());
    }

    private void toNamedQueues(Destinations out) {
        for (int i = 0; i < out.keyCount(); i++) {
            RouteTarget queue = topology.queue(out.key(i));
            if (queue != null) {
                out.reach(queue);
            }
        }
    }

    private void from(Exchange exchange, Destinations out) {
        if (exchange.delays() && out.hasToWait()) {
            out.waitIn(exchange);
            return;
        }
        int reachedBefore = out.reached();
        if (!exchange.hasSeen(out)) {
            exchange.table().route(out);
        }
        String name = out.reached() == reachedBefore ? exchange.alternate() : null;
        if (name != null) {
            // The default exchange as an alternate one has no bindings and leads nowhere, as in RabbitMQ.
            Exchange alternate = topology.exchange(name);
            if (alternate != null) {
                out.reach(alternate);
            }
        }
    }
}
