package dev.leveret.queue;

import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random life of a durable queue that deduplicates, crashes included, beside a naive model. A message is taken if its key is not
 * known, and only then; what was taken and not taken away is there.
 */
final class DeduplicationHistory {

    private static final int SIZE = 4;
    private static final int TTL = 20;

    /** A message that the queue has, as the model sees it. */
    private record Held(String key, boolean stored) {}

    /** A key that the queue remembers, as the model sees it. */
    private record Remembered(long expiresAtMillis, boolean stored) {}

    private final Random random;
    private final boolean remembers;
    private TestQueue queue;

    /** By name, in the order of their arrival. */
    private final Map<String, Held> held = new LinkedHashMap<>();

    private final Map<String, Remembered> remembered = new LinkedHashMap<>();
    private final List<Delivery> unacked = new ArrayList<>();
    private int published;

    DeduplicationHistory(long seed) {
        random = new Random(seed);
        remembers = random.nextBoolean();
        queue = TestQueue.durableWith(arguments());
    }

    private FieldTable arguments() {
        var arguments = FieldTable.builder()
                .put("x-message-deduplication", true)
                .put("x-dead-letter-exchange", "dlx");
        if (remembers) {
            arguments.put("x-cache-size", SIZE).put("x-cache-ttl", TTL);
        }
        return arguments.build();
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            check();
        }
        takeAll();
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 -> publish();
            case 6, 7, 8 -> get();
            case 9 -> settle(Outcome.ACK);
            case 10 -> settle(Outcome.REQUEUE);
            case 11 -> die();
            case 12 -> queue.advance(random.nextInt(15));
            case 13 -> queue.pageOut(0);
            case 14 -> purge();
            default -> restart();
        }
    }

    private void publish() {
        String name = "m" + published++;
        String key = random.nextInt(5) == 0 ? null : "k" + random.nextInt(6);
        boolean persistent = random.nextInt(3) > 0;
        boolean isNew = isNew(key);
        queue.publish(message(name, key, persistent));
        if (isNew) {
            held.put(name, new Held(key, persistent));
            if (key != null && remembers) {
                remember(key, persistent);
            }
        }
    }

    private static Message message(String name, String key, boolean persistent) {
        var properties = BasicProperties.builder();
        if (persistent) {
            properties.deliveryMode(2);
        }
        if (key != null) {
            properties.headers(FieldTable.of("x-deduplication-header", FieldValue.text(key)));
        }
        return TestMessages.transientOne(name).withHeader(ContentHeader.of(properties.build()));
    }

    private boolean isNew(String key) {
        if (key == null) {
            return true;
        }
        if (remembers) {
            Remembered found = remembered.get(key);
            return found == null || found.expiresAtMillis <= queue.now;
        }
        return held.values().stream().noneMatch(message -> key.equals(message.key));
    }

    private void remember(String key, boolean stored) {
        remembered.remove(key);
        Iterator<Remembered> oldest = remembered.values().iterator();
        while (oldest.hasNext() && oldest.next().expiresAtMillis <= queue.now) {
            oldest.remove();
        }
        remembered.put(key, new Remembered(queue.now + TTL, stored));
        if (remembered.size() > SIZE) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    private void get() {
        queue.get(false);
        answerLoads();
        if (queue.effects.lastReply instanceof QueueReply.Got got) {
            unacked.add(got.delivery());
        }
        queue.effects.lastReply = null;
    }

    private void answerLoads() {
        while (queue.pages.question() != null || !queue.effects.marks.isEmpty()) {
            queue.grant();
            if (queue.pages.question() != null) {
                queue.answerLoad();
            }
        }
    }

    private Delivery anyUnacked() {
        return unacked.isEmpty() ? null : unacked.remove(random.nextInt(unacked.size()));
    }

    private void settle(Outcome outcome) {
        Delivery delivery = anyUnacked();
        if (delivery != null) {
            queue.settle(delivery, outcome, null);
            if (outcome == Outcome.ACK) {
                held.remove(TestMessages.nameOf(delivery));
            }
        }
    }

    /** It leaves for elsewhere, or comes back to the queue before it has left. */
    private void die() {
        Delivery delivery = anyUnacked();
        if (delivery == null) {
            return;
        }
        queue.settle(delivery, Outcome.DISCARD, null);
        Held before = held.remove(TestMessages.nameOf(delivery));
        var letter = queue.effects.letters.removeLast();
        if (random.nextBoolean() && isNew(before.key)) {
            queue.publish(letter.message());
            held.put(TestMessages.nameOf(delivery), before);
            if (before.key != null && remembers) {
                remember(before.key, before.stored);
            }
        }
        queue.handle(new QueueCommand.Depart(letter.source(), null));
    }

    private void purge() {
        queue.purge();
        held.keySet().removeIf(name -> unacked.stream().noneMatch(delivery -> TestMessages.nameOf(delivery).equals(name)));
    }

    /** The broker is killed: what was stored is there, some of it out of memory. */
    private void restart() {
        TestQueue before = queue;
        queue = TestQueue.after(before);
        queue.now = before.now;
        unacked.clear();
        held.values().removeIf(message -> !message.stored);
        remembered.values().removeIf(key -> !key.stored);
        var messages = new ArrayList<>(queue.store.messages.values());
        int out = random.nextInt(messages.size() + 1);
        if (!remembers) {
            messages.subList(0, out).forEach(stored -> queue.actor.recoverKey(0, stored.position(), stored.message()));
        }
        queue.actor.recover(0, queue.store.noted(), pages(messages.subList(0, out)));
        for (var stored : messages.subList(out, messages.size())) {
            queue.actor.recover(0, stored.position(), stored.message(), stored);
        }
        queue.actor.resumeAt(0, queue.store.lastPosition() + 1);
        if (remembers) {
            MemoryQueueStore keys = queue.keeping.stores().get(1);
            keys.messages.values().forEach(stored ->
                    queue.actor.recoverRememberedKey(stored.position(), stored.message(), stored));
            queue.actor.resumeKeysAt(keys.lastPosition() + 1);
        }
        queue.handle(new QueueCommand.Tick());
    }

    private RecoveredRange pages(List<MemoryQueueStore.Stored> messages) {
        if (messages.isEmpty()) {
            return RecoveredRange.NONE;
        }
        long first = messages.getFirst().position();
        long last = messages.getLast().position();
        queue.pages.recovered(first, last);
        return new RecoveredRange(first, last, messages.size(), 0, Long.MAX_VALUE);
    }

    private void check() {
        answerLoads();
        int count = queue.actor.readyCount() + queue.actor.unackedCount();
        require(count == held.size(), count + " messages where " + held.keySet() + " are expected");
        if (remembers) {
            long stored = remembered.values().stream().filter(Remembered::stored).count();
            var kept = queue.keeping.stores().get(1).messages.values();
            require(kept.size() == stored, kept.size() + " keys are stored where " + stored + " are known");
            kept.forEach(record -> require(
                    KeyRecord.expiresAtMillis(record.message()) <= queue.now + TTL, "a key that is remembered too long"));
        }
    }

    /** Everything that the model has is delivered. */
    private void takeAll() {
        for (Delivery delivery : List.copyOf(unacked)) {
            queue.settle(delivery, Outcome.REQUEUE, null);
        }
        unacked.clear();
        for (int i = held.size(); i > 0; i--) {
            int before = unacked.size();
            get();
            require(unacked.size() > before, "of " + held.keySet() + " so many do not come: " + i);
            require(held.remove(TestMessages.nameOf(unacked.getLast())) != null, "twice: " + unacked.getLast());
        }
    }

    private static void require(boolean fact, String otherwise) {
        if (!fact) {
            throw new AssertionError(otherwise);
        }
    }
}
