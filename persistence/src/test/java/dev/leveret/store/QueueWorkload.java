package dev.leveret.store;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueEffects;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.ReplyTo;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import dev.leveret.store.Expectation.QueueState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Real queues upon a store whose power may fail: clients publish with and without confirms, get, consume, acknowledge,
 * requeue, discard, dead-letter, purge, delete and commit, and messages leave memory and come back. Besides what the store was told it knows what the clients were
 * told: a message that was confirmed and that nobody has taken away has to be there after any start.
 */
final class QueueWorkload implements PowerLoad {

    private static final int QUEUES_MAX = 7;
    private static final int PRIORITY_MAX = 3;
    private static final ReplyTo CLIENT = new ReplyTo() {};

    private final Random random;
    private final Expectation expectation;
    private final RandomMessages messages;
    private final List<LiveQueue> queues = new ArrayList<>();
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> delivered = new HashSet<>();
    private final Set<String> takenAway = ConcurrentHashMap.newKeySet();
    private Map<Long, QueueState> states = new HashMap<>();
    private BrokerStore store;
    private RecordedWriter first;
    private RecordedWriter second;
    private int counter;
    private long now = 1_700_000_000_000L;

    /** Of the messages that have one. What is over may be gone, what is not may not. */
    private final Map<String, Long> deadlines = new ConcurrentHashMap<>();

    QueueWorkload(Random random, Expectation expectation) {
        this.random = random;
        this.expectation = expectation;
        this.messages = new RandomMessages(random);
    }

    /** A queue, and its only client. */
    private final class LiveQueue implements QueueEffects, QueueKeeping {
        final QueueState state;
        final QueueActor actor;
        final List<Delivery> unacked = new ArrayList<>();
        final Set<String> published = new HashSet<>();
        private final Map<Integer, QueueStore> stores = new HashMap<>();
        private final Map<Integer, RecordedPages> pages = new TreeMap<>();
        private final Queue<QueueCommand> marks = new ConcurrentLinkedQueue<>();
        private long wakeAt;
        private final Consumer consumer =
                new Consumer(new ConsumerSettings("c", false, false, 20, 1, FieldTable.EMPTY), null, null);

        LiveQueue(QueueState state) {
            this.state = state;
            QueueDefinition definition = state.definition;
            var settings = new QueueSettings("/", definition.name(), true, false, false, definition.arguments());
            this.actor = new QueueActor(settings, settings.rules(FieldTable.EMPTY), this, this);
        }

        @Override
        public QueueStore store(int priority) {
            QueueStore store = writer().queue(stateOf(priority));
            stores.put(priority, store);
            return store;
        }

        private QueueState stateOf(int priority) {
            return states.computeIfAbsent(
                    state.id() + priority, id -> new QueueState(state.definition, priority));
        }

        @Override
        public QueuePages pages(int priority) {
            QueueState level = stateOf(priority);
            RecordedPages kept = new RecordedPages(store.pages(level.id()), level, priority);
            pages.put(priority, kept);
            return kept;
        }

        private RecordedWriter writer() {
            return state.id() % 2 == 0 ? first : second;
        }

        /** Returns what stands for it in the clients' view. */
        String publish(Message message, DurableUnit unit) {
            String key = key(message);
            published.add(key);
            if (message.header().hasExpiration()) {
                deadlines.put(key, message.arrivalMillis() + message.header().expirationMillis());
            }
            actor.enqueue(message, unit, now);
            return key;
        }

        String key(Message message) {
            return state.id() + " " + StoreModel.name(message.body());
        }

        void consume() {
            if (actor.consumerCount() == 0) {
                actor.handle(new QueueCommand.Subscribe(consumer, CLIENT), now);
            }
        }

        @Override
        public void deliver(Consumer to, Delivery delivery) {
            handOut(delivery);
        }

        private void handOut(Delivery delivery) {
            unacked.add(delivery);
            delivered.add(key(delivery.message()));
        }

        @Override
        public void reply(ReplyTo replyTo, QueueReply reply) {
            if (reply instanceof QueueReply.Got got) {
                handOut(got.delivery());
            }
        }

        @Override
        public void consumerCancelled(Consumer gone) {}

        @Override
        public void consumerTimeoutChanged(Consumer consumer) {}

        @Override
        public void deadLetter(DeadLetter letter) {
            throw new AssertionError("the queue has nowhere for " + letter);
        }

        @Override
        public void unused() {}

        @Override
        public void deliveryDue() {}

        @Override
        public void reserve(int priority, long position) {
            stores.get(priority).reserve(position, unit(
                    1,
                    () -> marks.add(new QueueCommand.Reserved(priority, position)),
                    () -> marks.add(new QueueCommand.ReserveRefused(priority))));
        }

        @Override
        public void wakeAt(long millis) {
            wakeAt = millis;
        }

        /** Tells the queue what the store has reported; returns whether there was anything. */
        boolean hear() {
            boolean heard = false;
            for (QueueCommand mark = marks.poll(); mark != null; mark = marks.poll()) {
                actor.handle(mark, now);
                heard = true;
            }
            for (RecordedPages kept : pages.values()) {
                QueueCommand answer = kept.answer(store::isImpaired);
                if (answer != null) {
                    actor.handle(answer, now);
                    heard = true;
                }
            }
            return heard;
        }

        void tick() {
            if (wakeAt <= now) {
                wakeAt = Long.MAX_VALUE;
                actor.handle(new QueueCommand.Tick(), now);
            }
        }
    }

    @Override
    public void on(BrokerStore opened, StoreContents contents) {
        Set<String> found = new HashSet<>();
        for (StoreContents.FoundQueue queue : contents.queues) {
            for (StoreContents.FoundMessage message : queue.messages()) {
                String key = queue.definition().id() + " " + message.name();
                found.add(key);
                if (delivered.contains(key) && !message.redelivered()) {
                    throw new AssertionError("delivered before, and comes back as if it was not: " + key);
                }
            }
        }
        confirmed.removeAll(takenAway);
        confirmed.removeAll(found);
        confirmed.removeIf(key -> deadlines.getOrDefault(key, Long.MAX_VALUE) <= now);
        if (!confirmed.isEmpty()) {
            throw new AssertionError("confirmed, not taken away, and lost: " + confirmed);
        }
        confirmed.addAll(found);
        takenAway.clear();
        store = opened;
        first = new RecordedWriter(opened.writer(), expectation);
        second = new RecordedWriter(opened.writer(), expectation);
        states = expectation.startFrom(contents);
        queues.clear();
        contents.queues.forEach(this::recover);
    }

    private void recover(StoreContents.FoundQueue found) {
        int priority = found.priority();
        if (priority == 0) {
            queues.add(new LiveQueue(states.get(found.id())));
        }
        LiveQueue queue = queues.getLast();
        List<Expectation.Entry> entries = Expectation.entries(states.get(found.id()));
        queue.actor.recover(priority, found.mark(), RecoveredRange.NONE);
        for (int i = 0; i < entries.size(); i++) {
            StoreContents.FoundMessage message = found.messages().get(i);
            queue.published.add(queue.key(message.message()));
            queue.actor.recover(priority, message.position(), message.message(), entries.get(i));
        }
        queue.actor.resumeAt(priority, found.nextPosition());
    }

    @Override
    public CountDownLatch step() {
        for (int i = random.nextInt(10); i >= 0; i--) {
            operation();
        }
        CountDownLatch done = new CountDownLatch(1);
        DurableUnit last = unit(1, done::countDown, done::countDown);
        second.flush();
        first.skip(last);
        first.flush();
        return done;
    }

    private DurableUnit unit(int parts, Runnable whenDurable, Runnable whenFailed) {
        return expectation.unit(parts, new DurableUnit.Completion() {
            @Override
            public void durable() {
                whenDurable.run();
            }

            @Override
            public void failed() {
                whenFailed.run();
            }
        });
    }

    private void operation() {
        if (queues.size() < 2) {
            declare();
            return;
        }
        LiveQueue queue = queues.get(random.nextInt(queues.size()));
        switch (random.nextInt(44)) {
            case 0 -> declare();
            case 1 -> delete(queue);
            case 2 -> purge(queue);
            case 3, 4, 5, 6, 7 -> publish(List.of(queue), true);
            case 8, 9, 10, 11 -> publish(queues.subList(0, 1 + random.nextInt(queues.size())), true);
            case 12, 13, 14, 15, 16, 17, 18 -> publish(List.of(queue), false);
            case 19, 20 -> queue.actor.handle(new QueueCommand.Get(false, CLIENT), now);
            case 21, 22, 23 -> queue.consume();
            case 24, 25 -> settle(queue, Outcome.REQUEUE, null);
            case 26 -> settle(queue, Outcome.DISCARD, null);
            case 27, 28 -> deadLetter(queue);
            case 29, 30, 31 -> commit();
            case 32, 33, 34, 35 -> queue.actor.handle(new QueueCommand.PageOut(random.nextInt(3) * 500L), now);
            default -> settleSome(queue);
        }
        deliver(queue);
    }

    private void deliver(LiveQueue queue) {
        now += random.nextInt(3);
        queue.tick();
        do {
            while (queue.actor.deliver(now)) {
                // As the loop would, at the end of its turn.
            }
        } while (queue.hear());
    }

    private void declare() {
        if (queues.size() < QUEUES_MAX) {
            QueueState state = new QueueState(definition());
            states.put(state.id(), state);
            first.define(state.definition, null);
            first.flush(); // Order: the definition is known before the other writer can hand over a message.
            queues.add(new LiveQueue(state));
        }
    }

    private QueueDefinition definition() {
        String name = "q" + counter++;
        if (random.nextBoolean()) {
            return TestStore.queue(store.newQueueId(), name);
        }
        FieldTable arguments = FieldTable.of("x-max-priority", new FieldValue.Int32(PRIORITY_MAX));
        return new QueueDefinition(store.newQueueIds(PRIORITY_MAX + 1), "/", name, false, arguments, PRIORITY_MAX);
    }

    private Message message() {
        var properties = BasicProperties.builder().deliveryMode(2).priority(random.nextInt(PRIORITY_MAX + 2));
        if (random.nextInt(4) == 0) {
            properties.expiration(String.valueOf(random.nextInt(2_000)));
        }
        return messages.next().withHeader(ContentHeader.of(properties.build())).arrivedAt(now);
    }

    private void delete(LiveQueue queue) {
        takenAway.addAll(queue.published);
        queue.actor.handle(new QueueCommand.Delete(false, false, CLIENT), now);
        queue.pages.values().forEach(RecordedPages::gone);
        queue.writer().flush();
        first.undefineAll(List.of(queue.state.definition), states, unit(1, () -> {}, () -> {}));
        queues.remove(queue);
    }

    private void purge(LiveQueue queue) {
        // More than what is purged: of what is unacked, nobody asks any more whether it is lost.
        takenAway.addAll(queue.published);
        queue.actor.handle(new QueueCommand.Purge(CLIENT), now);
        queue.pages.values().forEach(RecordedPages::gone);
    }

    private void publish(List<LiveQueue> targets, boolean withConfirm) {
        Message message = message();
        List<String> keys = new ArrayList<>();
        DurableUnit unit = withConfirm ? unit(targets.size() + 1, () -> confirmed.addAll(keys), () -> {}) : null;
        targets.forEach(queue -> keys.add(queue.publish(message, unit)));
        if (withConfirm) {
            first.skip(unit);
        }
    }

    private boolean settle(LiveQueue queue, Outcome outcome, DurableUnit unit) {
        if (queue.unacked.isEmpty()) {
            return false;
        }
        Delivery delivery = queue.unacked.remove(random.nextInt(3) > 0 ? 0 : random.nextInt(queue.unacked.size()));
        if (outcome != Outcome.REQUEUE) {
            takenAway.add(queue.key(delivery.message()));
        }
        queue.actor.settle(delivery, outcome, unit, now);
        return true;
    }

    private void settleSome(LiveQueue queue) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            settle(queue, Outcome.ACK, null);
            deliver(queue);
        }
    }

    private void deadLetter(LiveQueue from) {
        if (from.unacked.isEmpty()) {
            return;
        }
        LiveQueue to = queues.get(random.nextInt(queues.size()));
        List<String> keys = new ArrayList<>();
        DurableUnit unit = unit(3, () -> confirmed.addAll(keys), () -> {});
        settle(from, Outcome.DISCARD, unit);
        keys.add(to.publish(message(), unit));
        first.skip(unit);
    }

    /** A transaction of publishes and acknowledgements. */
    private void commit() {
        int count = 1 + random.nextInt(4);
        List<String> keys = new ArrayList<>();
        DurableUnit unit = unit(2 * count + 1, () -> confirmed.addAll(keys), () -> {});
        for (int i = 0; i < count; i++) {
            LiveQueue queue = queues.get(random.nextInt(queues.size()));
            keys.add(queue.publish(message(), unit));
            if (!settle(queue, Outcome.ACK, unit)) {
                first.skip(unit);
            }
        }
        first.skip(unit);
    }
}
