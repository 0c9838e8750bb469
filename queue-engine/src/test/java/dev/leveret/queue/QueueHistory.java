package dev.leveret.queue;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueModel.Entry;
import dev.leveret.queue.QueueModel.Taker;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random life of a durable queue, the same for the same seed, led side by side with its model. */
final class QueueHistory {

    static final ReplyTo GET_NO_ACK = TestQueue.ask("get without acknowledgement");
    private static final ReplyTo ASK = TestQueue.ask("any other question");
    private static final QueueSettings SETTINGS =
            new QueueSettings("/", "q", true, false, true, FieldTable.EMPTY);
    private static final int CONSUMERS_MAX = 6;
    private static final long NOW = 0;

    private final Random random;
    private final List<DurableUnit> units = new ArrayList<>();
    private final List<Delivery> settledOnes = new ArrayList<>();
    private QueueModel model = new QueueModel();
    private MemoryQueueStore store = new MemoryQueueStore();
    private QueueActor actor = new QueueActor(SETTINGS, store, model);
    private boolean deleted;

    QueueHistory(long seed) {
        random = new Random(seed);
    }

    /** Leads the queue through so many steps, then lets everything come to rest. */
    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            model.check(actor, store);
        }
        comeToRest();
        unitsAreComplete();
    }

    private void unitsAreComplete() {
        for (DurableUnit unit : units) {
            QueueModel.require(store.partsOf(unit) == unit.parts(), "units get all their parts");
        }
        units.clear();
    }

    private void step() {
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> publish();
            case 10, 11, 12, 13, 14 -> turn();
            case 15, 16, 17, 18, 19, 20 -> settleOne();
            case 21, 22, 23 -> settleSeveral();
            case 24 -> settleAgain();
            case 25, 26 -> subscribe();
            case 27 -> cancel();
            case 28, 29 -> get();
            case 30, 31, 32, 33 -> returnCredit();
            case 34, 35, 36 -> wakeWaiters();
            case 37 -> inspect();
            case 38 -> seldom();
            default -> actor.handle(new QueueCommand.Tick(), NOW);
        }
    }

    private void seldom() {
        switch (random.nextInt(8)) {
            case 0, 1 -> purge();
            case 2 -> delete(random.nextBoolean(), random.nextBoolean());
            case 3 -> restart();
            default -> publish();
        }
    }

    private void publish() {
        boolean persistent = random.nextBoolean();
        Message message = message(persistent);
        DurableUnit unit = random.nextInt(3) == 0 ? newUnit(1) : null;
        if (!deleted) {
            model.published(message, persistent);
        }
        actor.enqueue(message, unit, NOW);
    }

    private Message message(boolean persistent) {
        int size = random.nextInt(20);
        if (size == 0) {
            return TestMessages.bigOne("huge", 2 * Consumer.WINDOW_BYTES_MAX).withHeader(header(persistent));
        }
        if (size < 4) {
            return TestMessages.bigOne("big", Consumer.WINDOW_BYTES_MAX / 2).withHeader(header(persistent));
        }
        return persistent ? TestMessages.persistentOne("m") : TestMessages.transientOne("m");
    }

    private static ContentHeader header(boolean persistent) {
        return (persistent ? TestMessages.persistentOne("") : TestMessages.transientOne("")).header();
    }

    private void turn() {
        if (model.isDue()) {
            model.turnEnded(actor.deliver(NOW));
        }
    }

    private void settleOne() {
        if (model.unacked.isEmpty()) {
            return;
        }
        Entry entry = model.unacked.get(random.nextInt(model.unacked.size()));
        Outcome outcome = outcome();
        model.settled(entry, outcome);
        settledOnes.add(entry.delivery);
        actor.settle(entry.delivery, outcome, random.nextInt(4) == 0 ? newUnit(1) : null, NOW);
    }

    private void settleSeveral() {
        Outcome outcome = outcome();
        var deliveries = new ArrayList<Delivery>();
        for (Entry entry : List.copyOf(model.unacked)) {
            if (random.nextBoolean()) {
                model.settled(entry, outcome);
                deliveries.add(entry.delivery);
            }
        }
        settledOnes.addAll(deliveries);
        DurableUnit unit = deliveries.isEmpty() || random.nextBoolean() ? null : newUnit(deliveries.size());
        actor.handle(new QueueCommand.Settle(deliveries.toArray(Delivery[]::new), outcome, unit), NOW);
    }

    /** A channel that hands in what it has settled before. */
    private void settleAgain() {
        if (settledOnes.isEmpty()) {
            return;
        }
        Delivery delivery = settledOnes.get(random.nextInt(settledOnes.size()));
        if (model.unacked.stream().noneMatch(entry -> entry.delivery == delivery)) {
            actor.settle(delivery, outcome(), newUnit(1), NOW);
        }
    }

    private void subscribe() {
        if (model.takers.size() == CONSUMERS_MAX) {
            return;
        }
        boolean exclusive = random.nextInt(10) == 0;
        boolean sharesPermits = random.nextInt(3) == 0;
        var settings = new ConsumerSettings(
                "c" + model.everyone.size(), random.nextInt(4) == 0, exclusive, random.nextInt(4), FieldTable.EMPTY);
        var taker = new Taker(new Consumer(settings, sharesPermits ? model.permit : null, null), sharesPermits);
        boolean alone = model.takers.isEmpty();
        boolean excluded = model.takers.keySet().stream().anyMatch(other -> other.settings().exclusive());
        boolean accepted = !deleted && (alone || !exclusive && !excluded);
        if (accepted) {
            model.joined(taker);
        }
        QueueReply reply = ask(new QueueCommand.Subscribe(taker.consumer, ASK));
        QueueModel.require(accepted == reply instanceof QueueReply.Subscribed, "exclusive consumers are alone");
    }

    private void cancel() {
        if (model.everyone.isEmpty()) {
            return;
        }
        Taker taker = model.everyone.get(random.nextInt(model.everyone.size()));
        model.takers.remove(taker.consumer);
        QueueReply reply = ask(new QueueCommand.Cancel(taker.consumer, ASK));
        QueueModel.require(reply instanceof QueueReply.Cancelled, "a cancel is always answered");
    }

    private void get() {
        boolean nothingReady = model.ready.isEmpty();
        boolean noAck = random.nextBoolean();
        QueueReply reply = ask(new QueueCommand.Get(noAck, noAck ? GET_NO_ACK : ASK));
        QueueModel.require(deleted || nothingReady == reply instanceof QueueReply.Empty, "get finds what is ready");
    }

    private void returnCredit() {
        if (model.everyone.isEmpty()) {
            return;
        }
        Taker taker = model.everyone.get(random.nextInt(model.everyone.size()));
        long bytes = random.nextBoolean() ? taker.windowBytes : taker.windowBytes / 2;
        taker.windowBytes -= bytes;
        actor.handle(new QueueCommand.CreditReturned(taker.consumer, bytes), NOW);
    }

    private void wakeWaiters() {
        for (Taker taker : model.everyone) {
            if (taker.refusedPermit) {
                taker.refusedPermit = false;
                actor.handle(new QueueCommand.Unblocked(taker.consumer), NOW);
            }
        }
    }

    private void inspect() {
        QueueReply reply = ask(new QueueCommand.Inspect(ASK));
        var expected = new QueueReply.Counts(model.ready.size(), model.takers.size());
        QueueModel.require(deleted || expected.equals(reply), "counts are right");
    }

    private void purge() {
        int count = model.ready.size();
        model.ready.clear();
        QueueReply reply = ask(new QueueCommand.Purge(ASK));
        QueueModel.require(deleted || new QueueReply.Purged(count).equals(reply), "purge counts what it drops");
    }

    private void delete(boolean ifUnused, boolean ifEmpty) {
        int count = model.ready.size();
        boolean allowed = (!ifUnused || model.takers.isEmpty()) && (!ifEmpty || count == 0);
        QueueReply reply = ask(new QueueCommand.Delete(ifUnused, ifEmpty, ASK));
        QueueModel.require(allowed == new QueueReply.Deleted(count).equals(reply), "delete keeps its conditions");
        if (allowed) {
            model.queueEnded();
            deleted = true;
        }
    }

    /** The queue comes back from its store; what was transient or only in memory is gone. */
    private void restart() {
        unitsAreComplete();
        settledOnes.clear();
        if (deleted) {
            declareOnceMore();
            return;
        }
        var before = new ArrayList<>(model.ready.values());
        before.addAll(model.unacked);
        before.sort((one, other) -> Integer.compare(one.number, other.number));
        model = new QueueModel();
        actor = new QueueActor(SETTINGS, store, model);
        var stored = List.copyOf(store.messages.values());
        var survivors = before.stream().filter(entry -> entry.stored).toList();
        QueueModel.require(stored.size() == survivors.size(), "what is persistent survives");
        for (int i = 0; i < stored.size(); i++) {
            recover(stored.get(i), survivors.get(i).deliveredBefore);
        }
        actor.resumeAt(store.lastPosition() + 1);
    }

    private void declareOnceMore() {
        model = new QueueModel();
        store = new MemoryQueueStore();
        actor = new QueueActor(SETTINGS, store, model);
        deleted = false;
    }

    private void recover(MemoryQueueStore.Stored kept, boolean deliveredBefore) {
        model.published(kept.message(), true).deliveredBefore = deliveredBefore;
        actor.recover(kept.position(), kept.message(), kept, deliveredBefore);
    }

    /** Everybody takes what is on its way and settles it, until nothing is left or nobody there. */
    private void comeToRest() {
        int roundsLeft = model.ready.size() + 2;
        while (!model.unacked.isEmpty() || !model.ready.isEmpty() && !model.takers.isEmpty()) {
            QueueModel.require(roundsLeft-- > 0, "nothing stays while anybody can take it");
            for (Taker taker : model.everyone) {
                actor.handle(new QueueCommand.CreditReturned(taker.consumer, taker.windowBytes), NOW);
                taker.windowBytes = 0;
            }
            for (Entry entry : List.copyOf(model.unacked)) {
                model.settled(entry, Outcome.ACK);
                actor.settle(entry.delivery, Outcome.ACK, null, NOW);
            }
            wakeWaiters();
            turn();
            model.check(actor, store);
        }
    }

    private QueueReply ask(QueueCommand question) {
        model.reply = null;
        actor.handle(question, NOW);
        QueueReply reply = model.reply;
        QueueModel.require(reply != null, "every question is answered");
        QueueModel.require(deleted || !isNotFound(reply), "a queue that is there is found");
        model.reply = null;
        return reply;
    }

    private static boolean isNotFound(QueueReply reply) {
        return reply instanceof QueueReply.Refused refused && refused.error().code().code() == 404;
    }

    private Outcome outcome() {
        return Outcome.values()[random.nextInt(3)];
    }

    private DurableUnit newUnit(int parts) {
        DurableUnit unit = TestQueue.unitOf(parts);
        units.add(unit);
        return unit;
    }
}
