package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.StoredMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What a store has recovered, in the form in which the power-loss tests compare it. Nothing else of them looks at {@link
 * RecoveredState}.
 */
final class StoreContents {

    /** A message that is there, its body verified and named. */
    record FoundMessage(long position, String name, Message message, StoredMessage handle, boolean redelivered) {}

    /** What there is of one priority in a queue. */
    record FoundQueue(
            QueueDefinition definition,
            int priority,
            List<FoundMessage> messages,
            long nextPosition,
            long mark,
            Map<Long, Integer> returns) {

        long id() {
            return definition.id() + priority;
        }
    }

    final List<Definition> definitions = new ArrayList<>();
    final List<FoundQueue> queues = new ArrayList<>();

    static StoreContents of(BrokerStore store) throws StoreException {
        return of(store, () -> false);
    }

    /** @param isInVain whether the store may never answer */
    static StoreContents of(BrokerStore store, BooleanSupplier isInVain) throws StoreException {
        RecoveredState recovered = RecoveredState.of(store, isInVain);
        StoreContents contents = new StoreContents();
        contents.definitions.addAll(recovered.exchanges());
        contents.definitions.addAll(recovered.bindings());
        contents.definitions.addAll(recovered.others());
        for (RecoveredState.Queue queue : recovered.queues()) {
            if (queue.priority() == 0) {
                contents.definitions.add(queue.definition());
            }
            List<FoundMessage> messages = new ArrayList<>();
            for (RecoveredMessage message : queue.messages()) {
                String name = StoreModel.name(message.message().body());
                messages.add(new FoundMessage(
                        message.position(), name, message.message(), message.handle(), message.redelivered()));
            }
            FoundQueue found = new FoundQueue(
                    queue.definition(), queue.priority(), messages, queue.nextPosition(), queue.mark(), queue.returns());
            contents.queues.add(found);
            found.returns.forEach((position, returns) ->
                    contents.definitions.add(new ReturnCount(found.id(), position, returns)));
        }
        return contents;
    }

    /** Everything that is there, each as one text. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        definitions.forEach(definition -> add(keys, text(definition)));
        for (FoundQueue queue : queues) {
            long last = -1;
            for (FoundMessage message : queue.messages()) {
                add(keys, key(queue.id(), message.position(), message.name()));
                require(message.position() > last, "not in order: " + message.position() + " after " + last);
                last = message.position();
            }
            require(queue.nextPosition() > last, "positions would be used again: " + queue.nextPosition());
        }
        return keys;
    }

    /** All of a definition, also what does not belong into a log. */
    static String text(Definition definition) {
        return definition instanceof AccessDefinition.User user ? user + user.hash() : definition.toString();
    }

    private static void add(Set<String> keys, String key) {
        require(keys.add(key), "twice: " + key);
    }

    private static void require(boolean fact, String otherwise) {
        if (!fact) {
            throw new AssertionError(otherwise);
        }
    }

    static String key(long queueId, long position, String name) {
        return "queue " + queueId + " at " + position + ": " + name;
    }
}
