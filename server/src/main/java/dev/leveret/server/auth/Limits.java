package dev.leveret.server.auth;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * How many of some things a user or a virtual host may have, by RabbitMQ's names of them.
 *
 * @param table as set and as exported
 */
public record Limits(FieldTable table) {

    public static final Limits NONE = new Limits(FieldTable.EMPTY);

    /** There is no limit. */
    public static final int UNLIMITED = -1;

    private static final String CONNECTIONS = "max-connections";
    private static final String CHANNELS = "max-channels";
    private static final String QUEUES = "max-queues";

    /** Connections at most, or {@link #UNLIMITED}. */
    public int connectionsMax() {
        return value(CONNECTIONS);
    }

    /** Channels at most, or {@link #UNLIMITED}. */
    public int channelsMax() {
        return value(CHANNELS);
    }

    /** Queues at most, or {@link #UNLIMITED}. */
    public int queuesMax() {
        return value(QUEUES);
    }

    private int value(String name) {
        return table.get(name) == null ? UNLIMITED : number(table.get(name));
    }

    /** For the log: {@code max-queues: 5}. */
    @Override
    public String toString() {
        return table.isEmpty()
                ? "none"
                : table.entries().stream()
                        .map(entry -> entry.name() + ": " + number(entry.value()))
                        .collect(Collectors.joining(", "));
    }

    /** The limits in a table for a user; throws IllegalArgumentException, with one line, if they are none. */
    public static Limits ofUser(FieldTable table) {
        return checked(table, "user-limits", CONNECTIONS, CHANNELS);
    }

    /** The same for a virtual host. */
    public static Limits ofVirtualHost(FieldTable table) {
        return checked(table, "limits", CONNECTIONS, QUEUES);
    }

    private static Limits checked(FieldTable table, String noun, String first, String second) {
        for (FieldTable.Entry entry : table.entries()) {
            if (!entry.name().equals(first) && !entry.name().equals(second)) {
                throw new IllegalArgumentException("Unrecognised terms [{<<\"" + entry.name() + "\">>,"
                        + ArgumentText.term(entry.value()) + "}] in " + noun);
            }
            requireNumber(entry);
        }
        return new Limits(table);
    }

    private static void requireNumber(FieldTable.Entry entry) {
        OptionalLong number = entry.value().integer();
        if (number.isEmpty()) {
            throw new IllegalArgumentException(
                    entry.name() + " should be a number, actually was " + ArgumentText.term(entry.value()));
        }
        if (number.getAsLong() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(entry.name() + " should be " + Integer.MAX_VALUE + " at most, and -1 for no limit");
        }
    }

    private static int number(FieldValue value) {
        long number = value.integer().orElseThrow();
        return number < 0 ? UNLIMITED : (int) number;
    }
}
