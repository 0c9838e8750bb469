package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.state.Delivery;

/** How often a message of a quorum queue has come back, as it stands in the headers of its deliveries. */
public final class DeliveryCount {

    private static final String DELIVERY_COUNT = "x-delivery-count";

    /** The name that 4.3 has for the number that {@link #DELIVERY_COUNT} was before. */
    private static final String ACQUIRED_COUNT = "x-acquired-count";

    private DeliveryCount() {}

    /** What a consumer gets: the message with the count in its headers if it is not the first time. */
    public static Message on(Delivery delivery) {
        Message message = delivery.message();
        if (!delivery.redelivered()) {
            return message;
        }
        var count = new FieldValue.Int64(delivery.returns());
        FieldTable headers = message.header().headers().with(DELIVERY_COUNT, count).with(ACQUIRED_COUNT, count);
        return message.withHeader(message.header().withHeaders(headers));
    }
}
