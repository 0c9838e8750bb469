package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.Set;

/**
 * The arguments of {@code basic.consume}. As with a queue's: what asks for something that cannot be
 * done is refused, names that RabbitMQ does not know mean nothing.
 */
public final class ConsumerArguments {

    private static final Set<String> NOT_YET =
            Set.of("x-stream-offset", "x-stream-filter", "x-stream-match-unfiltered");

    private ConsumerArguments() {}

    /**
     * Checks all of them.
     *
     * @param queue how the reply text names the queue
     * @throws AmqpException 406 for a value that cannot be, 540 naming an argument that means something in RabbitMQ but nothing
     *     here yet
     */
    public static void check(FieldTable arguments, String queue) {
        integer(ConsumerSettings.PRIORITY, arguments, queue);
        long timeout = integer(ConsumerSettings.TIMEOUT, arguments, queue);
        if (timeout < 0) {
            throw AmqpException.preconditionFailed(
                    "invalid arg '%s' for %s: {value_negative,%d}", ConsumerSettings.TIMEOUT, queue, timeout);
        }
        for (FieldTable.Entry entry : arguments.entries()) {
            if (NOT_YET.contains(entry.name())) {
                throw AmqpException.notImplemented("consumer arg '%s'", entry.name());
            }
        }
    }

    /** 0 if there is no such argument. */
    private static long integer(String name, FieldTable arguments, String queue) {
        FieldValue value = arguments.get(name);
        if (value == null) {
            return 0;
        }
        return value.integer().orElseThrow(() -> AmqpException.preconditionFailed(
                "invalid arg '%s' for %s: \"expected integer, got %s\"", name, queue, ArgumentText.typeName(value)));
    }
}
