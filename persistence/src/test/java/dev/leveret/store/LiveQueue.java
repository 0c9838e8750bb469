package dev.leveret.store;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueEffects;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.QueueRules;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real queue upon a store whose power may fail, its only client, and its dead letters that have not left. */
final class LiveQueue implements QueueEffects, QueueKeeping {

    private static final ReplyTo CLIENT = new ReplyTo() {};

    /** With groups it takes more than one to have messages taken out of order. */
    private static final int CONSUMERS = 2;

    final QueueDefinition definition;
    final QueueRules rules;
    final List<Delivery> unacked = new ArrayList<>();
    final Deque<DeadLetter> letters = new ArrayDeque<>();
    private final Life life;
    private final ClientBooks books;
    private final QueueActor actor;

    private final QueueSettings settings;

    /** By deduplication key: the copy that has brought it last. */
    private final Map<DeduplicationKey, String> brought = new HashMap<>();

    /** The copies in it, but for the letters. */
    private final Set<String> inside = new HashSet<>();

    private final Map<Integer, QueueStore> stores = new HashMap<>();
    private final Map<Integer, RecordedPages> pages = new TreeMap<>();
    private final Queue<QueueCommand> marks = new ConcurrentLinkedQueue<>();
    private long wakeAt;
    private boolean isGranted;

    LiveQueue(QueueDefinition definition, Life life, ClientBooks books) {
        this.definition = definition;
        this.life = life;
        this.books = books;
        this.settings = new QueueSettings("/", definition.name(), true, false, false, definition.arguments());
        this.rules = settings.rules(FieldTable.EMPTY);
        this.actor = new QueueActor(settings, rules, this, this);
    }

    /** Takes up one of its priorities. */
    void recover(StoreContents.FoundQueue found) {
        int priority = found.priority();
        List<Expectation.Entry> entries = Expectation.entries(life.states.get(found.id()));
        if (QueueKinds.areKeys(found)) {
            recoverKeys(found, entries);
            return;
        }
        actor.recoverReturns(priority, found.returns());
        actor.recover(priority, found.mark(), RecoveredRange.NONE);
        for (int i = 0; i < entries.size(); i++) {
            StoreContents.FoundMessage message = found.messages().get(i);
            inside.add(key(message.message()));
            bring(message.message());
            actor.recover(priority, message.position(), message.message(), entries.get(i));
        }
        actor.resumeAt(priority, found.nextPosition());
    }

    private void recoverKeys(StoreContents.FoundQueue found, List<Expectation.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            StoreContents.FoundMessage record = found.messages().get(i);
            actor.recoverRememberedKey(record.position(), record.message(), entries.get(i));
        }
        actor.resumeKeysAt(found.nextPosition());
    }

    private void bring(Message message) {
        if (settings.deduplicates() && settings.keyRules().keyOf(message) != null) {
            brought.put(settings.keyRules().keyOf(message), key(message));
        }
    }

    @Override
    public QueueStore store(int priority) {
        QueueStore store = life.storeOf(definition, priority);
        stores.put(priority, store);
        return store;
    }

    @Override
    public QueuePages pages(int priority) {
        RecordedPages kept = life.pagesOf(definition, priority, QueuePages.PAGE_BYTES_MAX);
        pages.put(priority, kept);
        return kept;
    }

    String name() {
        return definition.name();
    }

    /** Whether it has to be asked before a message comes from another place. */
    boolean mayRefuse() {
        return rules.mayRefuse();
    }

    String key(Message message) {
        return ClientBooks.key(message, name());
    }

    /** Returns what stands for the copy in the clients' view; null if there is no room for it. */
    String publish(Message message, DurableUnit unit) {
        if (!rules.mayRefuse()) {
            take(message, new QueueCommand.Enqueue(message, unit));
        } else {
            isGranted = false;
            // Order: the books know of it before it may die.
            String copy = note(message);
            handle(new QueueCommand.Offer(message, unit, CLIENT));
            if (!isGranted) {
                inside.remove(copy);
                return null;
            }
        }
        return key(message);
    }

    /** Whether it keeps room for a message. */
    boolean promises(Message message) {
        isGranted = false;
        handle(new QueueCommand.AskRoom(message, CLIENT));
        return isGranted;
    }

    /** The message that room is kept for does not come. */
    void giveUp(Message message) {
        handle(new QueueCommand.GiveUp(message));
    }

    /** A message comes from another place. */
    void arrive(Message message, boolean isPromised, DurableUnit unit) {
        take(message, isPromised ? new QueueCommand.TakePromised(message, unit) : new QueueCommand.Enqueue(message, unit));
    }

    private void take(Message message, QueueCommand command) {
        String copy = note(message);
        int stored = life.writerOf(definition).appendCount();
        handle(command);
        if (life.writerOf(definition).appendCount() > stored) {
            bring(message);
        } else {
            repeated(message, copy);
        }
    }

    private void repeated(Message message, String copy) {
        inside.remove(copy);
        String original = brought.get(settings.keyRules().keyOf(message));
        if (original == null) {
            books.takenAway(copy); // it repeats one that had left before the start
        } else if (!original.equals(copy)) {
            books.repeats(copy, original);
        }
    }

    private String note(Message message) {
        String copy = key(message);
        inside.add(copy);
        if (rules.deadLetterExchange() == null && message.header().hasExpiration()) {
            books.endsAt(copy, message.arrivalMillis() + message.header().expirationMillis());
        }
        return copy;
    }

    void handle(QueueCommand command) {
        actor.handle(command, life.now);
    }

    void consume() {
        books.wantedFrom(name());
        if (actor.consumerCount() == 0) {
            for (int i = 0; i < CONSUMERS; i++) {
                var settings = new ConsumerSettings("c" + i, false, false, 10, 1, FieldTable.EMPTY);
                handle(new QueueCommand.Subscribe(new Consumer(settings, null, null), CLIENT));
            }
        }
    }

    void get() {
        books.wantedFrom(name());
        handle(new QueueCommand.Get(false, CLIENT));
    }

    void settle(Delivery delivery, Outcome outcome, DurableUnit unit) {
        unacked.remove(delivery);
        String copy = key(delivery.message());
        if (outcome == Outcome.ACK || outcome == Outcome.DISCARD && rules.deadLetterExchange() == null) {
            inside.remove(copy);
            books.takenAway(copy);
        }
        actor.settle(delivery, outcome, unit, life.now);
        if (isBack(outcome, copy)) {
            books.returned(copy, delivery.returns());
        }
    }

    /** Whether a return has been counted: it has not come back for the last time. */
    private boolean isBack(Outcome outcome, String copy) {
        boolean comesBack = outcome == Outcome.REQUEUE || outcome == Outcome.FAIL;
        return comesBack && QueueKinds.isQuorum(definition) && inside.contains(copy);
    }

    void purge() {
        handle(new QueueCommand.Purge(CLIENT));
        pages.values().forEach(RecordedPages::gone);
        inside.forEach(books::takenAway);
    }

    /** What is in it goes, with the letters that have not left. */
    void delete() {
        inside.forEach(books::takenAway);
        letters.stream()
                .filter(letter -> letter.source() != null)
                .forEach(letter -> books.takenAway(key(letter.source().message())));
        handle(new QueueCommand.Delete(false, false, CLIENT));
        pages.values().forEach(RecordedPages::gone);
        life.undefine(definition);
    }

    @Override
    public void deliver(Consumer to, Delivery delivery) {
        handOut(delivery);
    }

    private void handOut(Delivery delivery) {
        unacked.add(delivery);
        String copy = key(delivery.message());
        books.delivered(copy);
        if (delivery.returns() < books.returnsOf(copy)) {
            throw new AssertionError("came back more often than " + delivery.returns() + ": " + copy);
        }
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply reply) {
        if (reply instanceof QueueReply.Got got) {
            handOut(got.delivery());
        } else if (reply instanceof QueueReply.Admission admission) {
            isGranted = admission.granted();
        }
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
        if (letter.source() != null) {
            inside.remove(key(letter.source().message()));
        }
    }

    /** The first letter leaves. */
    void departed(DurableUnit unit) {
        DeadLetter letter = letters.remove();
        if (letter.source() != null) {
            handle(new QueueCommand.Depart(letter.source(), unit));
        }
    }

    @Override
    public void consumerCancelled(Consumer gone) {}

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {}

    @Override
    public void unused() {}

    @Override
    public void deliveryDue() {}

    @Override
    public void reserve(int priority, long position) {
        stores.get(priority).reserve(position, life.unit(
                1,
                () -> marks.add(new QueueCommand.Reserved(priority, position)),
                () -> marks.add(new QueueCommand.ReserveRefused(priority))));
    }

    @Override
    public void wakeAt(long millis) {
        wakeAt = millis;
    }

    /** Delivers all that it can. */
    void run() {
        if (wakeAt <= life.now) {
            wakeAt = Long.MAX_VALUE;
            handle(new QueueCommand.Tick());
        }
        do {
            while (actor.deliver(life.now)) {
                // As the loop would, at the end of its turn.
            }
        } while (hear());
    }

    /** Tells the queue what the store has reported; returns whether there was anything. */
    private boolean hear() {
        boolean heard = false;
        for (QueueCommand mark = marks.poll(); mark != null; mark = marks.poll()) {
            handle(mark);
            heard = true;
        }
        for (RecordedPages kept : pages.values()) {
            QueueCommand answer = kept.answer(life::mayBeLate);
            if (answer != null) {
                handle(answer);
                heard = true;
            }
        }
        return heard;
    }
}
