package dev.leveret.queue.argument;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/** Looks at the value of one argument. */
@FunctionalInterface
interface ValueCheck {

    /**
     * What is wrong with it, as RabbitMQ's reply text has it.
     *
     * @param all arguments of the declaration
     * @return null if nothing is
     */
    String problem(FieldValue value, FieldTable all);
}
