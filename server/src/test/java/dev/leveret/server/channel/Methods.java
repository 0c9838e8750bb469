package dev.leveret.server.channel;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/** The methods that tests send most, with the flags that they leave out. */
final class Methods {

    private Methods() {}

    static QueueMethod.Declare declare(String queue) {
        return new QueueMethod.Declare(queue, false, false, false, false, false, FieldTable.EMPTY);
    }

    static QueueMethod.Declare declareDurable(String queue) {
        return new QueueMethod.Declare(queue, false, true, false, false, false, FieldTable.EMPTY);
    }

    static QueueMethod.Declare declareExclusive(String queue) {
        return new QueueMethod.Declare(queue, false, false, true, false, false, FieldTable.EMPTY);
    }

    /** A queue that has room for so many messages, and refuses others. */
    static QueueMethod.Declare declareRefusing(String queue, int lengthMax) {
        FieldTable arguments = FieldTable.builder()
                .put("x-max-length", new FieldValue.Int32(lengthMax))
                .put("x-overflow", FieldValue.text("reject-publish"))
                .build();
        return new QueueMethod.Declare(queue, false, false, false, false, false, arguments);
    }

    static QueueMethod.Declare declarePassive(String queue) {
        return new QueueMethod.Declare(queue, true, false, false, false, false, FieldTable.EMPTY);
    }

    static QueueMethod.Delete delete(String queue) {
        return new QueueMethod.Delete(queue, false, false, false);
    }

    static BasicMethod.Consume consume(String queue, String tag) {
        return new BasicMethod.Consume(queue, tag, false, false, false, false, FieldTable.EMPTY);
    }

    static BasicMethod.Consume consumeNoAck(String queue, String tag) {
        return new BasicMethod.Consume(queue, tag, false, true, false, false, FieldTable.EMPTY);
    }

    static BasicMethod.Cancel cancel(String tag) {
        return new BasicMethod.Cancel(tag, false);
    }

    static BasicMethod.Qos qos(int count, boolean global) {
        return new BasicMethod.Qos(0, count, global);
    }

    static BasicMethod.Ack ack(long tag) {
        return new BasicMethod.Ack(tag, false);
    }

    static BasicMethod.Ack ackUpTo(long tag) {
        return new BasicMethod.Ack(tag, true);
    }
}
