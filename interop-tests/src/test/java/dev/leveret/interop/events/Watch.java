package dev.leveret.interop.events;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Sees all that goes to an exchange of the broker's own, on a connection of its own. */
final class Watch {

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    /** One message; texts in the headers are strings here. */
    record Seen(String key, Map<String, Object> headers, Delivery delivery) {

        static Seen of(Delivery delivery) {
            return new Seen(delivery.getEnvelope().getRoutingKey(), plain(delivery.getProperties().getHeaders()), delivery);
        }

        Object header(String name) {
            return headers.get(name);
        }

        String body() {
            return new String(delivery.getBody(), StandardCharsets.UTF_8);
        }

        /** The headers without those whose values nobody can know, which must be there. */
        Map<String, Object> without(String... names) {
            Map<String, Object> rest = new TreeMap<>(headers);
            for (String name : names) {
                if (rest.remove(name) == null) {
                    throw new AssertionError("no header " + name + " in " + this);
                }
            }
            return rest;
        }
    }

    /** Binds an exclusive queue with this key and consumes from it. */
    Watch(Channel channel, String exchange, String bindingKey) throws IOException {
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, bindingKey);
        channel.basicConsume(queue, true, (tag, delivery) -> seen.add(Seen.of(delivery)), tag -> {});
    }

    /** The next one. */
    Seen next() throws InterruptedException {
        return Deadline.next(seen, "message for the watch");
    }

    /** The next one of this key whose header has this value; others are passed over. */
    Seen next(String key, String header, Object value) throws InterruptedException {
        return next(key, message -> value.equals(message.header(header)));
    }

    /** The next one of this key that is as wished; others are passed over. */
    Seen next(String key, Predicate<Seen> wish) throws InterruptedException {
        Seen next = next();
        while (!next.key().equals(key) || !wish.test(next)) {
            next = next();
        }
        return next;
    }

    private static Map<String, Object> plain(Map<?, ?> table) {
        return table.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().toString(), e -> plain(e.getValue())));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case LongString text -> text.toString();
            case List<?> list -> list.stream().map(Watch::plain).toList();
            case Map<?, ?> table -> plain(table);
            default -> value;
        };
    }
}
