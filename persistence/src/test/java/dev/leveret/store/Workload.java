package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.StoreModel.Entry;
import dev.leveret.store.StoreModel.QueueModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random operations, given to a store and to a model of it. Two writers take part, as two event loops would; units have
 * parts on both, and some of them wait for a later round.
 */
final class Workload {

    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {}

        @Override
        public void failed() {}
    };

    /** A part of a unit that is given later, and what then is true. */
    private record Later(Runnable part, Runnable outcome) {}

    final StoreModel model = new StoreModel();
    private final Random random;
    private final boolean twoWriters;
    private final List<Later> later = new ArrayList<>();
    private TestStore store;
    private StoreWriter first;
    private StoreWriter second;
    private int counter;

    Workload(long seed) {
        this(seed, true);
    }

    /** @param twoWriters false if all of a step has to be in one round */
    Workload(long seed, boolean twoWriters) {
        this.random = new Random(seed);
        this.twoWriters = twoWriters;
    }

    /** Works on this store from now on, which is new or contains what the model says. */
    void on(TestStore other, RecoveredState recovered) {
        store = other;
        first = other.writer();
        second = twoWriters ? other.store().writer() : first;
        later.clear();
        model.replaceBy(recovered);
    }

    /** Some operations and a round; afterwards the store has to contain what the model says. */
    boolean step() {
        model.queues.forEach(queue -> queue.leaving.clear());
        for (int i = random.nextInt(8); i >= 0; i--) {
            operation();
        }
        if (twoWriters) {
            second.flush();
        }
        return store.round();
    }

    private void operation() {
        if (model.queues.size() < 2) {
            declareQueue();
            return;
        }
        switch (random.nextInt(23)) {
            case 0 -> declareQueue();
            case 1 -> changeDefinitions();
            case 2 -> deleteOrPurge();
            case 3, 4 -> fanOut(false);
            case 5 -> fanOut(true);
            case 6 -> deadLetter();
            case 7 -> transaction();
            case 8 -> briefLife();
            case 9, 10, 11, 12, 13 -> settle(model.anyQueue(random), null);
            case 14 -> mark(model.anyQueue(random));
            case 15 -> purgePages(model.anyQueue(random));
            case 16 -> readPages(model.anyQueue(random));
            default -> model.add(append(model.anyQueue(random), newMessage(), null));
        }
    }

    private StoreWriter writerOf(QueueModel queue) {
        return queue.id() % 2 == 0 ? first : second;
    }

    private Message newMessage() {
        int length = switch (random.nextInt(60)) {
            case 0 -> 70_000 + random.nextInt(80_000); // more than a segment of the tests takes
            case 1, 2 -> 2_000 + random.nextInt(5_000); // more than a batch of the tests takes
            default -> 20 + random.nextInt(200);
        };
        return TestStore.message(StoreModel.body("m" + counter++, length));
    }

    private Entry append(QueueModel queue, Message message, DurableUnit unit) {
        Entry entry = new Entry(queue, queue.nextPosition++, StoreModel.name(message.body()));
        entry.handle = writerOf(queue).queue(queue.id()).append(entry.position, message, unit);
        return entry;
    }

    private boolean settle(QueueModel queue, DurableUnit unit) {
        Entry entry = StoreModel.anyEntry(queue, random);
        if (entry == null) {
            return false;
        }
        writerOf(queue).queue(queue.id()).remove(entry.handle, unit);
        model.remove(entry);
        if (unit != null) {
            queue.leaving.add(entry.position);
        }
        return true;
    }

    private void mark(QueueModel queue) {
        queue.mark = random.nextLong(-1, queue.nextPosition + 100);
        DurableUnit unit = random.nextBoolean() ? new DurableUnit(1, 0, NOBODY) : null;
        writerOf(queue).queue(queue.id()).reserve(queue.mark, unit);
    }

    private void purgePages(QueueModel queue) {
        List<Entry> held = queue.heldBy(store.store().pages(queue.id()), random);
        if (!held.isEmpty()) {
            long from = held.getFirst().position;
            long to = held.getLast().position;
            writerOf(queue).queue(queue.id()).purgedPages(from, to, held.size());
            held.forEach(model::remove);
        }
    }

    /** What can be read is there, whatever the checkpoint thread is doing; the handles are new ones from now on. */
    private void readPages(QueueModel queue) {
        PagedQueue pages = store.store().pages(queue.id());
        List<Entry> held = queue.heldBy(pages, random);
        if (held.isEmpty()) {
            return;
        }
        Map<Long, PagedMessage> found = new HashMap<>();
        try {
            RecoveredState.read(pages, held.getFirst().position, held.getLast().position, 1 + random.nextInt(10_000))
                    .forEach(message -> found.put(message.position(), message));
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        for (Entry entry : held) {
            PagedMessage message = found.remove(entry.position);
            assertEquals(entry.name, message == null ? null : StoreModel.name(message.message().body()));
            entry.handle = message.stored();
        }
        // A queue does not ask for what lies between, this test does: settled, and not by a checkpoint yet.
        found.keySet().forEach(position -> assertFalse(queue.entries.containsKey(position)));
    }

    private void briefLife() {
        QueueModel queue = model.anyQueue(random);
        boolean waits = random.nextBoolean();
        Entry entry = append(queue, newMessage(), waits ? new DurableUnit(1, 0, NOBODY) : null);
        writerOf(queue).queue(queue.id()).remove(entry.handle, null);
    }

    /** One message to several queues; the last part comes now or in a later round. */
    private void fanOut(boolean held) {
        List<QueueModel> targets = new ArrayList<>(model.queues);
        Collections.shuffle(targets, random);
        targets = targets.subList(0, 2 + random.nextInt(targets.size() - 1));
        DurableUnit unit = new DurableUnit(targets.size() + 1, 0, NOBODY);
        Message message = newMessage();
        List<Entry> entries = new ArrayList<>();
        targets.forEach(queue -> entries.add(append(queue, message, unit)));
        Later rest = new Later(() -> first.skip(unit), () -> entries.forEach(model::add));
        if (held) {
            later.add(rest);
            settleHeld(entries.getFirst());
        } else {
            finish(rest);
        }
    }

    /** A consumer may settle what no confirm has been given for. */
    private void settleHeld(Entry entry) {
        if (random.nextInt(3) == 0) {
            writerOf(entry.queue).queue(entry.queue.id()).remove(entry.handle, null);
            entry.gone = true;
        }
    }

    private static void finish(Later rest) {
        rest.part.run();
        rest.outcome.run();
    }

    private void deadLetter() {
        QueueModel from = model.anyQueue(random);
        DurableUnit unit = new DurableUnit(2, 0, NOBODY);
        if (settle(from, unit)) {
            model.add(append(model.anyQueue(random), newMessage(), unit));
        }
    }

    private void transaction() {
        int count = 1 + random.nextInt(5);
        DurableUnit unit = new DurableUnit(3 * count, 0, NOBODY);
        for (int i = 0; i < count; i++) {
            QueueModel queue = model.anyQueue(random);
            Message message = newMessage();
            model.add(append(queue, message, unit));
            model.add(append(model.anyQueue(random), message, unit));
            if (!settle(queue, unit)) {
                writerOf(queue).skip(unit);
            }
        }
        if (!later.isEmpty()) {
            finish(later.remove(random.nextInt(later.size())));
        }
    }

    private void declareQueue() {
        if (model.queues.size() > 6) {
            return;
        }
        QueueDefinition definition = TestStore.queue(store.store().newQueueId(), "q" + counter++);
        first.define(definition, null);
        if (twoWriters) {
            first.flush();
        }
        model.queues.add(new QueueModel(definition));
    }

    private void deleteOrPurge() {
        QueueModel queue = model.anyQueue(random);
        StoreWriter writer = writerOf(queue);
        if (random.nextBoolean()) {
            List<StoredMessage> all = queue.entries.values().stream().map(entry -> entry.handle).toList();
            writer.queue(queue.id()).purged(all);
            List.copyOf(queue.entries.values()).forEach(model::remove);
            return;
        }
        writer.queue(queue.id()).deleteQueue();
        List<Definition> gone = new ArrayList<>(model.bindings.stream()
                .filter(binding -> binding.destination().equals(queue.definition.name())).toList());
        gone.add(queue.definition);
        first.undefineAll(gone, null); // Order: the same writer as those that define.
        model.bindings.removeAll(gone);
        queue.deleted = true;
        model.queues.remove(queue);
    }

    private void changeDefinitions() {
        String name = "e" + random.nextInt(4);
        ExchangeDefinition known = model.exchanges.get(name);
        if (known == null || random.nextBoolean()) {
            FieldTable arguments = FieldTable.builder().put("counter", counter++).build();
            ExchangeDefinition exchange = new ExchangeDefinition("/", name, "topic", true, false, false, arguments);
            first.define(exchange, null);
            model.exchanges.put(name, exchange);
        } else {
            first.undefine(known, null);
            model.exchanges.remove(name);
        }
        BindingDefinition binding = new BindingDefinition(
                "/", name, false, model.anyQueue(random).definition.name(), "key." + counter++, FieldTable.EMPTY);
        first.define(binding, new DurableUnit(1, 0, NOBODY));
        model.bindings.add(binding);
    }
}
