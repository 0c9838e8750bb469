package dev.leveret.interop.differential;

import com.rabbitmq.client.AMQP;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A message to publish.
 *
 * @param mandatory whether it comes back if there is no queue for it
 */
public record Content(String body, AMQP.BasicProperties properties, boolean mandatory) {

    /** A text without any property. */
    public static Content of(String body) {
        return new Content(body, new AMQP.BasicProperties(), false);
    }

    /** The same with another property. */
    public Content with(UnaryOperator<AMQP.BasicProperties.Builder> change) {
        return new Content(body, change.apply(properties.builder()).build(), mandatory);
    }

    public Content headers(Map<String, Object> headers) {
        return with(builder -> builder.headers(headers));
    }

    public Content expiration(String expiration) {
        return with(builder -> builder.expiration(expiration));
    }

    public Content priority(int priority) {
        return with(builder -> builder.priority(priority));
    }

    public Content persistent() {
        return with(builder -> builder.deliveryMode(2));
    }

    /** The same, to be returned if there is no queue for it. */
    public Content returned() {
        return new Content(body, properties, true);
    }
}
