package dev.leveret.server.connection;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/**
 * What a client said in start-ok that it can take. Source: RabbitMQ doc page "consumer-cancel", "connection-blocked",
 * "auth-notification"; the keys are those of the {@code capabilities} table in the client's properties.
 *
 * @param consumerCancelNotify basic.cancel from the server
 * @param connectionBlocked connection.blocked and connection.unblocked
 * @param authenticationFailureClose a connection.close that says why the login failed
 * @param publisherConfirms confirm.select and what follows from it
 * @param basicNack basic.nack from the server
 */
public record ClientCapabilities(
        boolean consumerCancelNotify,
        boolean connectionBlocked,
        boolean authenticationFailureClose,
        boolean publisherConfirms,
        boolean basicNack) {

    /** A client that named none. */
    public static final ClientCapabilities NONE = new ClientCapabilities(false, false, false, false, false);

    /** Reads the {@code capabilities} of a client's properties; what is absent or no boolean counts as false. */
    public static ClientCapabilities of(FieldTable clientProperties) {
        if (!(clientProperties.get("capabilities") instanceof FieldValue.Table table)) {
            return NONE;
        }
        FieldTable said = table.table();
        return new ClientCapabilities(
                isTrue(said, "consumer_cancel_notify"),
                isTrue(said, "connection.blocked"),
                isTrue(said, "authentication_failure_close"),
                isTrue(said, "publisher_confirms"),
                isTrue(said, "basic.nack"));
    }

    private static boolean isTrue(FieldTable table, String name) {
        return table.get(name) instanceof FieldValue.Bool bool && bool.value();
    }
}
