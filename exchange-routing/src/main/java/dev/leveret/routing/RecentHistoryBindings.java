package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.routing.kept.RecentHistory;
import java.util.List;

/**
 * A fanout exchange that keeps the last messages that came to it, for whoever is bound later (README of
 * rabbitmq_recent_history_exchange). A message with the header {@code x-recent-history-no-store} set to true is not kept.
 */
final class RecentHistoryBindings implements BindingTable {

    private static final String LENGTH = "x-recent-history-length";
    private static final String NO_STORE = "x-recent-history-no-store";
    private static final int LENGTH_DEFAULT = 20;
    private static final FieldValue TRUE = new FieldValue.Bool(true);

    private final FanoutBindings bindings = new FanoutBindings();
    private final RecentHistory history;

    /** @throws AmqpException 406 if the length is no positive integer */
    RecentHistoryBindings(FieldTable arguments, KeptMemory memory) {
        this.history = new RecentHistory(length(arguments.get(LENGTH)), memory);
    }

    private static int length(FieldValue value) {
        if (value == null) {
            return LENGTH_DEFAULT;
        }
        long length = value.integer().orElse(0);
        if (length <= 0) {
            throw AmqpException.preconditionFailed(
                    "Invalid argument %s, 'x-recent-history-length' must be a positive integer",
                    ArgumentText.term(value));
        }
        return (int) Math.min(length, Integer.MAX_VALUE);
    }

    @Override
    public void add(Binding binding) {
        bindings.add(binding);
    }

    @Override
    public void remove(Binding binding) {
        bindings.remove(binding);
    }

    @Override
    public void route(Destinations out) {
        out.keepToThisMessage();
        if (!TRUE.equals(out.headers().get(NO_STORE))) {
            // Order: kept first, so that who is bound meanwhile does not miss it.
            history.keep(out.message());
        }
        bindings.route(out);
    }

    @Override
    public List<Message> history() {
        return history.messages();
    }

    @Override
    public void close() {
        history.close();
    }
}
