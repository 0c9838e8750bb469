package dev.leveret.queue.death;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.ArrayList;
import java.util.List;

/**
 * One message's end in one queue.
 *
 * @param queue the queue's name
 * @param timeMillis when it happened, since 1970
 */
public record Death(String queue, DeathReason reason, long timeMillis) {

    private static final String DEATHS = "x-death";
    private static final String FIRST = "x-first-death-";
    private static final String LAST = "x-last-death-";
    private static final String CC = "CC";
    private static final String COUNT = "count";
    private static final String REASON = "reason";
    private static final String QUEUE = "queue";
    private static final String EXCHANGE = "exchange";

    /**
     * What the message becomes: addressed to the dead letter exchange, without an expiration, with its deaths in its headers, and
     * just arrived.
     *
     * @param exchange where it goes
     * @param routingKey that it gets; null: it keeps its own, and those in the header CC
     */
    public Message letter(Message dead, String exchange, String routingKey) {
        BasicProperties properties = dead.header().properties();
        FieldTable headers = recordedIn(dead, properties);
        if (routingKey != null) {
            headers = headers.without(CC);
        }
        String key = routingKey == null ? dead.address().routingKey() : routingKey;
        var changed = properties.with().headers(headers).expiration(null).build();
        return dead.withAddress(Address.of(exchange, key))
                .withHeader(ContentHeader.of(changed))
                .arrivedAt(timeMillis);
    }

    private FieldTable recordedIn(Message dead, BasicProperties properties) {
        FieldTable headers = dead.header().headers();
        String exchange = dead.address().exchange();
        if (!headers.contains(DEATHS)) {
            headers = named(FIRST, headers, exchange);
        }
        FieldTable again = entryOf(headers);
        FieldTable entry = again == null ? entry(dead, properties) : again.with(COUNT, new FieldValue.Int64(countOf(again) + 1));
        List<FieldValue> deaths = new ArrayList<>();
        deaths.add(new FieldValue.Table(entry));
        for (FieldTable earlier : deathsIn(headers)) {
            if (earlier != again) {
                deaths.add(new FieldValue.Table(earlier));
            }
        }
        return named(LAST, headers.with(DEATHS, new FieldValue.Array(deaths)), exchange);
    }

    private FieldTable named(String prefix, FieldTable headers, String exchange) {
        return headers.with(prefix + REASON, FieldValue.text(reason.wireName()))
                .with(prefix + QUEUE, FieldValue.text(queue))
                .with(prefix + EXCHANGE, FieldValue.text(exchange));
    }

    private FieldTable entry(Message dead, BasicProperties properties) {
        var entry = FieldTable.builder()
                .put(COUNT, new FieldValue.Int64(1))
                .put(REASON, reason.wireName())
                .put(QUEUE, queue)
                .put("time", new FieldValue.Timestamp(timeMillis / 1000))
                .put(EXCHANGE, dead.address().exchange())
                .put("routing-keys", routingKeys(dead));
        if (properties.expiration() != null) {
            entry.put("original-expiration", properties.expiration());
        }
        return entry.build();
    }

    /** The key that it was published with, and then those in CC. */
    private static FieldValue routingKeys(Message dead) {
        List<FieldValue> keys = new ArrayList<>();
        keys.add(FieldValue.text(dead.address().routingKey()));
        if (dead.header().headers().get(CC) instanceof FieldValue.Array more) {
            more.values().stream().filter(FieldValue.LongString.class::isInstance).forEach(keys::add);
        }
        return new FieldValue.Array(keys);
    }

    /** The entry of an earlier death in the same queue for the same reason, or null. */
    private FieldTable entryOf(FieldTable headers) {
        for (FieldTable death : deathsIn(headers)) {
            if (queue.equals(text(death, QUEUE)) && reason.wireName().equals(text(death, REASON))) {
                return death;
            }
        }
        return null;
    }

    private static long countOf(FieldTable death) {
        FieldValue count = death.get(COUNT);
        return count == null ? 0 : count.integer().orElse(0);
    }

    /**
     * Whether a message has come back to a queue that it died in, without anybody having rejected it since: it would go round for
     * ever, and is dropped.
     *
     * @param letter as {@link #letter} has made it
     * @param queue that it would go to
     */
    public static boolean isCycle(Message letter, String queue) {
        boolean rejected = false;
        for (FieldTable death : deathsIn(letter.header().headers())) {
            rejected |= DeathReason.REJECTED.wireName().equals(text(death, REASON));
            if (queue.equals(text(death, QUEUE))) {
                return !rejected;
            }
        }
        return false;
    }

    /** Newest first; a client may have written anything there, of which what is no table is passed over. */
    private static List<FieldTable> deathsIn(FieldTable headers) {
        if (!(headers.get(DEATHS) instanceof FieldValue.Array deaths)) {
            return List.of();
        }
        List<FieldTable> tables = new ArrayList<>(deaths.values().size());
        for (FieldValue death : deaths.values()) {
            if (death instanceof FieldValue.Table table) {
                tables.add(table.table());
            }
        }
        return tables;
    }

    private static String text(FieldTable death, String name) {
        return death.get(name) instanceof FieldValue.LongString text ? text.text() : null;
    }
}
