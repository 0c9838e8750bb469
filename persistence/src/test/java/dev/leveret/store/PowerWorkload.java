package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.Expectation.Entry;
import dev.leveret.store.Expectation.QueueState;
import dev.leveret.store.record.DefinitionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Random operations for a store whose power may fail. Two writers take part, as two event loops would; units have parts on
 * both, and some wait for a later step. The last part of each unit comes with what is flushed last, so that how a seed's
 * operations are divided into rounds does not depend on luck.
 */
final class PowerWorkload implements PowerLoad {

    private static final int QUEUES_MAX = 9;

    /** A queue in use: what is in it, as its loop sees it. */
    private static final class Source {
        final QueueState state;
        final QueueStore store;
        final List<Entry> entries;
        long nextPosition;

        Source(QueueState state, QueueStore store, List<Entry> entries, long nextPosition) {
            this.state = state;
            this.store = store;
            this.entries = entries;
            this.nextPosition = nextPosition;
        }
    }

    private final Random random;
    private final Expectation expectation;
    private final RandomMessages messages;
    private final List<Source> sources = new ArrayList<>();
    private final List<Definition> definitions = new ArrayList<>(); // but for queues
    private final List<DurableUnit> unfinished = new ArrayList<>();
    private Map<Long, QueueState> states = new HashMap<>();
    private BrokerStore store;
    private RecordedWriter first;
    private RecordedWriter second;
    private int counter;

    PowerWorkload(Random random, Expectation expectation) {
        this.random = random;
        this.expectation = expectation;
        this.messages = new RandomMessages(random);
    }

    @Override
    public void on(BrokerStore opened, StoreContents contents, BooleanSupplier powerIsOff) {
        store = opened;
        first = new RecordedWriter(opened.writer(), expectation);
        second = new RecordedWriter(opened.writer(), expectation);
        unfinished.clear();
        sources.clear();
        definitions.clear();
        states = expectation.startFrom(contents);
        contents.definitions.stream().filter(each -> !(each instanceof QueueDefinition)).forEach(definitions::add);
        for (StoreContents.FoundQueue queue : contents.queues) {
            QueueState state = states.get(queue.definition().id());
            sources.add(new Source(
                    state, writerOf(state).queue(state), Expectation.entries(state), queue.nextPosition()));
        }
    }

    @Override
    public CountDownLatch step() {
        for (int i = random.nextInt(8); i >= 0; i--) {
            operation();
        }
        CountDownLatch done = new CountDownLatch(1);
        DurableUnit last = unit(1, done::countDown);
        second.flush();
        first.skip(last);
        first.flush();
        return done;
    }

    private DurableUnit unit(int parts) {
        return unit(parts, () -> {});
    }

    private DurableUnit unit(int parts, Runnable whenDone) {
        return expectation.unit(parts, new DurableUnit.Completion() {
            @Override
            public void durable() {
                whenDone.run();
            }

            @Override
            public void failed() {
                whenDone.run();
            }
        });
    }

    private void operation() {
        if (sources.size() < 2) {
            declareQueue();
            return;
        }
        switch (random.nextInt(40)) {
            case 0 -> declareQueue();
            case 1, 2 -> changeDefinitions();
            case 3 -> deleteQueue();
            case 4 -> purge();
            case 5, 6, 7, 8 -> fanOut(false);
            case 9 -> fanOut(true);
            case 10, 11 -> deadLetter();
            case 12, 13, 14 -> transaction();
            case 15 -> briefLife();
            case 16 -> burst();
            case 17, 18, 19, 20, 21, 22, 23, 24, 25, 26 -> settleSome(random.nextInt(4));
            case 27 -> settleSome(random.nextInt(300));
            case 28, 29, 30, 31, 32 -> confirmedPublish();
            default -> append(anySource(), messages.next(), null);
        }
    }

    private RecordedWriter writerOf(QueueState queue) {
        return queue.id() % 2 == 0 ? first : second;
    }

    private Source anySource() {
        return sources.get(random.nextInt(sources.size()));
    }

    private Entry append(Source source, Message message, DurableUnit unit) {
        Entry entry = (Entry) source.store.append(source.nextPosition++, message, unit);
        source.entries.add(entry);
        return entry;
    }

    private void confirmedPublish() {
        DurableUnit unit = unit(2);
        append(anySource(), messages.next(), unit);
        first.skip(unit);
    }

    private void burst() {
        Source source = anySource();
        for (int i = random.nextInt(200); i >= 0; i--) {
            append(source, messages.next(20 + random.nextInt(30)), null);
        }
    }

    /** @return whether there was a message */
    private boolean settle(Source source, DurableUnit unit) {
        if (source.entries.isEmpty()) {
            return false;
        }
        // Mostly the oldest, as consumers do.
        int index = random.nextInt(3) > 0 ? 0 : random.nextInt(source.entries.size());
        source.store.remove(source.entries.remove(index), unit);
        return true;
    }

    private void settleSome(int count) {
        Source source = anySource();
        for (int i = 0; i <= count; i++) {
            settle(source, null);
        }
    }

    private void briefLife() {
        Source source = anySource();
        source.store.remove(append(source, messages.next(), null), null);
        source.entries.removeLast();
    }

    /** One message to several queues, with one confirm. */
    private void fanOut(boolean held) {
        List<Source> targets = new ArrayList<>(sources);
        Collections.shuffle(targets, random);
        targets = targets.subList(0, 2 + random.nextInt(targets.size() - 1));
        DurableUnit unit = unit(targets.size() + 1);
        Message message = messages.next();
        targets.forEach(target -> append(target, message, unit));
        if (held) {
            unfinished.add(unit);
        } else {
            first.skip(unit);
        }
    }

    private void deadLetter() {
        DurableUnit unit = unit(3);
        Source from = anySource();
        if (!settle(from, unit)) {
            from.store.skip(unit);
        }
        append(anySource(), messages.next(), unit);
        first.skip(unit);
    }

    private void transaction() {
        int count = 1 + random.nextInt(5);
        DurableUnit unit = unit(3 * count + 1);
        for (int i = 0; i < count; i++) {
            Source source = anySource();
            Message message = messages.next();
            append(source, message, unit);
            append(anySource(), message, unit);
            if (!settle(source, unit)) {
                source.store.skip(unit);
            }
        }
        first.skip(unit);
        if (!unfinished.isEmpty()) {
            first.skip(unfinished.remove(random.nextInt(unfinished.size())));
        }
    }

    /** Under a name that may have been in use before. */
    private void declareQueue() {
        String name = "q" + random.nextInt(2 * QUEUES_MAX);
        if (sources.size() == QUEUES_MAX
                || sources.stream().anyMatch(source -> source.state.definition.name().equals(name))) {
            return;
        }
        QueueState state = new QueueState(TestStore.queue(store.newQueueId(), name));
        states.put(state.id(), state);
        first.define(state.definition, random.nextBoolean() ? null : unit(1));
        first.flush(); // Order: the definition is known before the other writer can hand over a message.
        sources.add(new Source(state, writerOf(state).queue(state), new ArrayList<>(), 0));
    }

    private void purge() {
        Source source = anySource();
        source.store.purged(List.<StoredMessage>copyOf(source.entries));
        source.entries.clear();
    }

    private void deleteQueue() {
        Source source = anySource();
        List<Definition> gone = new ArrayList<>(definitions.stream()
                .filter(each -> each instanceof BindingDefinition binding
                        && binding.destination().equals(source.state.definition.name()))
                .toList());
        definitions.removeAll(gone);
        gone.add(source.state.definition);
        source.store.deleteQueue();
        first.undefineAll(gone, states, unit(1));
        sources.remove(source);
    }

    private void changeDefinitions() {
        String name = "e" + random.nextInt(4);
        Definition known = definitions.stream()
                .filter(each -> each instanceof ExchangeDefinition exchange && exchange.name().equals(name))
                .findFirst()
                .orElse(null);
        definitions.remove(known);
        if (known == null || random.nextBoolean()) {
            FieldTable arguments = FieldTable.builder().put("counter", counter++).build();
            define(new ExchangeDefinition("/", name, "topic", true, false, false, arguments));
        } else {
            first.undefineAll(List.of(known), states, null);
        }
        String queue = anySource().state.definition.name();
        define(new BindingDefinition("/", name, false, queue, "key." + counter++, FieldTable.EMPTY));
        changeOthers();
        if (definitions.size() > 30) {
            first.undefineAll(List.of(definitions.removeFirst()), states, unit(1));
        }
    }

    /** What operators set, of few names, so that it is replaced and goes as well. */
    private void changeOthers() {
        String name = "o" + random.nextInt(3);
        List<Definition> known = definitions.stream()
                .filter(each -> !(each instanceof ExchangeDefinition || each instanceof BindingDefinition))
                .toList();
        if (known.size() > 8) {
            Definition gone = known.get(random.nextInt(known.size()));
            definitions.remove(gone);
            first.undefineAll(List.of(gone), states, random.nextBoolean() ? null : unit(1));
        }
        FieldTable table = FieldTable.builder().put("message-ttl", counter++).build();
        Definition made = switch (random.nextInt(6)) {
            case 0 -> new PolicyDefinition("/", false, name, "^" + counter, "queues", -counter, table);
            case 1 -> new PolicyDefinition("/", true, name, "^" + counter, "all", counter, table);
            case 2 -> new VirtualHostDefinition(name, table);
            case 3 -> new AccessDefinition.User(name, "hash" + counter, "sha" + counter, List.of("a", "b" + counter));
            case 4 -> new AccessDefinition.Permission(name, "/", "^" + counter, "", ".*");
            default -> new AccessDefinition.TopicPermission(name, "/", "e", "^" + counter, ".*");
        };
        definitions.removeIf(each -> Arrays.equals(DefinitionRecord.key(each), DefinitionRecord.key(made)));
        define(made);
    }

    private void define(Definition definition) {
        first.define(definition, random.nextBoolean() ? null : unit(1));
        definitions.add(definition);
    }
}
