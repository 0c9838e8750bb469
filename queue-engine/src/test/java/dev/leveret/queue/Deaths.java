package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.death.DeadLetter;

/** Reads what a dead letter says of its deaths. */
final class Deaths {

    private Deaths() {}

    /** How often it has died in a queue for its reason; -1 if that is not its latest death. */
    static long count(DeadLetter letter, String queue) {
        FieldValue deaths = letter.message().header().header("x-death");
        if (!(deaths instanceof FieldValue.Array array) || !(array.values().getFirst() instanceof FieldValue.Table latest)) {
            return -1;
        }
        FieldTable death = latest.table();
        boolean isRight = FieldValue.text(queue).equals(death.get("queue"))
                && FieldValue.text(letter.reason().wireName()).equals(death.get("reason"));
        return isRight ? death.get("count").integer().orElseThrow() : -1;
    }
}
