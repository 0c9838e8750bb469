package dev.leveret.store;

import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a store has to contain, kept in memory. A text describes it, so that two states can be compared and read. */
final class StoreModel {

    /** A message that the store has, or will have when its unit is whole. */
    static final class Entry {
        final QueueModel queue;
        final long position;
        final String name;
        StoredMessage handle;
        boolean gone;

        Entry(QueueModel queue, long position, String name) {
            this.queue = queue;
            this.position = position;
            this.name = name;
        }
    }

    /** A durable queue. */
    static final class QueueModel {
        final QueueDefinition definition;
        final TreeMap<Long, Entry> entries = new TreeMap<>();
        long nextPosition;
        long mark = QueueStore.NOTHING_DELIVERED;
        boolean deleted;

        /** Positions that are settled by units which may not be whole yet. */
        final TreeSet<Long> leaving = new TreeSet<>();

        QueueModel(QueueDefinition definition) {
            this.definition = definition;
        }

        long id() {
            return definition.id();
        }

        /** Some messages that are in the H2 store, with none among them that is about to be settled. */
        List<Entry> heldBy(PagedQueue pages, Random random) {
            List<Entry> held = new ArrayList<>();
            long from = nextPosition <= 0 ? 0 : random.nextLong(nextPosition);
            int countMax = 1 + random.nextInt(40);
            for (Entry entry : entries.tailMap(from).values()) {
                long before = held.isEmpty() ? entry.position : held.getLast().position;
                boolean together = leaving.subSet(before, entry.position).isEmpty();
                if (held.size() < countMax && together && pages.holds(entry.handle)) {
                    held.add(entry);
                } else if (!held.isEmpty()) {
                    break;
                }
            }
            return held;
        }
    }

    final List<QueueModel> queues = new ArrayList<>();
    final TreeMap<String, ExchangeDefinition> exchanges = new TreeMap<>();
    final List<BindingDefinition> bindings = new ArrayList<>();

    void add(Entry entry) {
        if (!entry.gone && !entry.queue.deleted) {
            entry.queue.entries.put(entry.position, entry);
        }
    }

    void remove(Entry entry) {
        entry.gone = true;
        entry.queue.entries.remove(entry.position);
    }

    QueueModel anyQueue(Random random) {
        return queues.get(random.nextInt(queues.size()));
    }

    /** Any message that is there, or null. */
    static Entry anyEntry(QueueModel queue, Random random) {
        if (queue.entries.isEmpty()) {
            return null;
        }
        // Mostly the oldest, as consumers do.
        if (random.nextInt(3) > 0) {
            return queue.entries.firstEntry().getValue();
        }
        List<Entry> all = List.copyOf(queue.entries.values());
        return all.get(random.nextInt(all.size()));
    }

    /** Takes over what a store has recovered, in place of what was here. */
    void replaceBy(RecoveredState recovered) {
        queues.clear();
        exchanges.clear();
        bindings.clear();
        recovered.exchanges().forEach(exchange -> exchanges.put(exchange.name(), exchange));
        bindings.addAll(recovered.bindings());
        for (RecoveredState.Queue queue : recovered.queues()) {
            QueueModel model = new QueueModel(queue.definition());
            model.nextPosition = queue.nextPosition();
            model.mark = queue.mark();
            for (RecoveredMessage message : queue.messages()) {
                Entry entry = new Entry(model, message.position(), name(message.message().body()));
                entry.handle = message.handle();
                model.entries.put(entry.position, entry);
            }
            queues.add(model);
        }
    }

    /** A body says its name, its length, and bytes that follow from both. */
    static byte[] body(String name, int length) {
        byte[] body = new byte[length];
        new Random(name.hashCode() * 31L + length).nextBytes(body);
        byte[] head = (name + "/" + length + " ").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, body, 0, head.length);
        return body;
    }

    /** What {@link #body} was made from, checked; anything else is said to be wrong. */
    static String name(byte[] body) {
        String head = new String(body, 0, Math.min(body.length, 40), StandardCharsets.ISO_8859_1);
        String name = head.substring(0, Math.max(0, head.indexOf('/')));
        return Arrays.equals(body, body(name, body.length)) ? name : "wrong bytes after " + head;
    }

    /** The state that a store should come back in. */
    String describe() {
        TreeSet<String> lines = new TreeSet<>();
        exchanges.values().forEach(exchange -> lines.add(exchange.toString()));
        bindings.forEach(binding -> lines.add(binding.toString()));
        for (QueueModel queue : queues) {
            StringBuilder line = new StringBuilder(queue.definition.toString());
            line.append(" delivered up to ").append(queue.mark);
            queue.entries.values().forEach(entry -> line.append(' ').append(entry.position).append(':').append(entry.name));
            lines.add(line.toString());
        }
        return String.join("\n", lines);
    }

    /** The state that a store has come back in. */
    static String describe(RecoveredState recovered) {
        StoreModel model = new StoreModel();
        model.replaceBy(recovered);
        return model.describe();
    }
}
