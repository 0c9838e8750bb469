package dev.leveret.queue;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.BasicPropertiesBuilder;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Bool;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.queue.QueueModel.Entry;
import dev.leveret.queue.QueueModel.Getter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random life of a durable queue, the same for the same seed, led side by side with its model. */
final class QueueHistory {

    private static final ReplyTo ASK = TestQueue.ask("any question but get");
    private static final int CONSUMERS_MAX = 6;
    private final Random random;
    private final List<DurableUnit> units = new ArrayList<>();
    private final List<Delivery> settledOnes = new ArrayList<>();
    private QueueLife life;
    private QueueModel model;
    private QueueActor actor;
    private boolean deleted;

    QueueHistory(long seed) {
        random = new Random(seed);
        declare();
    }

    private void declare() {
        // Near the first mark, near where the next one is asked for, or far from both.
        long position = random.nextInt(3) * (QueueStore.RESERVED_FIRST - 20) / 2;
        live(QueueLife.first(QueueLife.settings(arguments()), position, 0));
        deleted = false;
    }

    private FieldTable arguments() {
        FieldTable arguments = FieldTable.EMPTY;
        if (random.nextInt(3) == 0) {
            arguments = arguments.with("x-message-ttl", new Int32(random.nextInt(3) * 50));
        }
        arguments = arguments.with("x-single-active-consumer", new Bool(random.nextInt(4) == 0));
        for (FieldTable.Entry rule : randomRules().entries()) {
            arguments = arguments.with("x-" + rule.name(), rule.value());
        }
        return random.nextBoolean() ? arguments : arguments.with("x-max-priority", new Int32(random.nextInt(1, 5)));
    }

    /** Keys of a policy. Limits come with letters: what a full queue drops without a word nobody could follow. */
    private FieldTable randomRules() {
        if (random.nextBoolean()) {
            return FieldTable.EMPTY;
        }
        FieldTable rules = FieldTable.of("dead-letter-exchange", FieldValue.text("dlx"));
        switch (random.nextInt(4)) {
            case 0 -> rules = rules.with("max-length", new Int32(random.nextInt(8)));
            case 1 -> rules = rules.with("max-length-bytes", new Int32(random.nextInt(3 * Consumer.WINDOW_BYTES_MAX)));
            default -> {}
        }
        return rules.with("overflow", FieldValue.text(Overflow.values()[random.nextInt(3)].wireName()));
    }

    private void configure() {
        QueueRules rules = actor.settings().rules(randomRules());
        model.configured(rules);
        actor.handle(new QueueCommand.Configure(rules), model.now);
    }

    private void live(QueueLife next) {
        life = next;
        model = life.model();
        actor = life.actor();
    }

    /** Leads the queue through so many steps, then lets everything come to rest. */
    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            model.check(actor);
        }
        comeToRest();
        unitsAreComplete();
    }

    private void unitsAreComplete() {
        for (DurableUnit unit : units) {
            QueueModel.require(life.keeping().partsOf(unit) == unit.parts(), "units get all their parts");
        }
        units.clear();
    }

    private void step() {
        switch (random.nextInt(50)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> publish();
            case 12, 13, 14, 15, 16 -> turn();
            case 17, 18, 19, 20, 21, 22 -> settleOne();
            case 23, 24, 25 -> settleSeveral();
            case 26 -> settleAgain();
            case 27, 28 -> subscribe();
            case 29 -> cancel();
            case 30, 31, 32 -> get();
            case 33, 34, 35, 36 -> returnCredit();
            case 37, 38 -> wakeWaiters();
            case 39 -> inspect();
            case 40, 41 -> pageOut();
            case 42, 43 -> anyLevel().pages.holdBelow(somePosition());
            case 44, 45, 46 -> answerLoad();
            case 47 -> {
                grant();
                depart(random.nextInt(3));
            }
            case 48 -> seldom();
            default -> passTime();
        }
    }

    private void passTime() {
        model.now += random.nextInt(5) == 0 ? random.nextInt(100) : random.nextInt(5);
        if (random.nextInt(10) == 0) {
            actor.handle(new QueueCommand.Tick(), model.now); // one that nobody has asked for
        }
        ring();
    }

    private void ring() {
        if (model.wakeAt <= model.now) {
            model.wakeAt = Long.MAX_VALUE;
            actor.handle(new QueueCommand.Tick(), model.now);
        }
    }

    private ModelLevel anyLevel() {
        return model.levels.get(random.nextInt(model.levels.size()));
    }

    private void seldom() {
        switch (random.nextInt(8)) {
            case 0, 1 -> purge();
            case 2 -> delete(random.nextBoolean(), random.nextBoolean());
            case 3, 4 -> restart();
            case 5 -> configure();
            default -> publish();
        }
    }

    private void publish() {
        boolean persistent = random.nextBoolean();
        Message message = message(persistent);
        DurableUnit unit = random.nextInt(3) == 0 ? newUnit(1) : null;
        switch (random.nextInt(4)) {
            case 0 -> offer(message, persistent, unit);
            case 1 -> send(message, persistent, unit);
            default -> {
                if (!deleted) {
                    model.published(message, persistent);
                }
                actor.enqueue(message, unit, model.now);
                model.arrived();
            }
        }
    }

    private void offer(Message message, boolean persistent, DurableUnit unit) {
        if (!deleted) {
            model.offered(message, persistent);
        }
        var reply = (QueueReply.Admission) ask(new QueueCommand.Offer(message, unit, ASK));
        QueueModel.require(!deleted || reply.granted(), "a deleted queue takes everything");
        if (!deleted) {
            model.answered(reply.granted());
        }
    }

    /** As a dead letter comes: first the question, then the message if there is room for it and nothing happens to it. */
    private void send(Message message, boolean persistent, DurableUnit unit) {
        var reply = (QueueReply.Admission) ask(new QueueCommand.AskRoom(message, ASK));
        if (!reply.granted()) {
            units.remove(unit);
            return;
        }
        if (deleted) {
            actor.handle(new QueueCommand.TakePromised(message, unit), model.now);
            return;
        }
        model.check(actor);
        model.promisedCount++;
        model.promisedBytes += message.bodySize();
        int steps = random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            settleOne();
            model.check(actor);
            turn();
            model.check(actor);
        }
        model.promisedCount--;
        model.promisedBytes -= message.bodySize();
        if (random.nextInt(4) == 0) {
            units.remove(unit);
            actor.handle(new QueueCommand.GiveUp(message), model.now);
        } else {
            model.published(message, persistent);
            actor.handle(new QueueCommand.TakePromised(message, unit), model.now);
            model.arrived();
        }
    }

    /** So many letters get to where they go. */
    private void depart(int count) {
        for (int i = 0; i < count && !model.letters.leaving.isEmpty(); i++) {
            var leaving = model.letters.leaving.remove(random.nextInt(model.letters.leaving.size()));
            actor.handle(new QueueCommand.Depart(leaving.letter().source(), random.nextBoolean() ? newUnit(1) : null), model.now);
        }
    }

    private Message message(boolean persistent) {
        int size = random.nextInt(20);
        Message message = switch (size) {
            case 0 -> TestMessages.bigOne("huge", 2 * Consumer.WINDOW_BYTES_MAX);
            case 1, 2, 3 -> TestMessages.bigOne("big", Consumer.WINDOW_BYTES_MAX / 2);
            default -> TestMessages.transientOne("m");
        };
        return message.withHeader(header(persistent)).arrivedAt(model.now);
    }

    private ContentHeader header(boolean persistent) {
        BasicPropertiesBuilder properties = BasicProperties.builder();
        if (persistent) {
            properties.deliveryMode(2);
        }
        if (random.nextInt(4) == 0) {
            properties.expiration(String.valueOf(random.nextInt(4) * 30));
        }
        if (random.nextInt(3) > 0) {
            properties.priority(random.nextInt(6));
        }
        return ContentHeader.of(properties.build());
    }

    private void turn() {
        if (model.isDue()) {
            model.turnEnded(actor.deliver(model.now));
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
        actor.settle(entry.delivery, outcome, random.nextInt(4) == 0 ? newUnit(1) : null, model.now);
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
        actor.handle(new QueueCommand.Settle(deliveries.toArray(Delivery[]::new), outcome, unit), model.now);
    }

    /** A channel that hands in what it has settled before. */
    private void settleAgain() {
        if (settledOnes.isEmpty()) {
            return;
        }
        Delivery delivery = settledOnes.get(random.nextInt(settledOnes.size()));
        if (model.unacked.stream().noneMatch(entry -> entry.delivery == delivery)) {
            actor.settle(delivery, outcome(), newUnit(1), model.now);
        }
    }

    private void subscribe() {
        if (model.takers.size() == CONSUMERS_MAX) {
            return;
        }
        boolean exclusive = random.nextInt(10) == 0;
        boolean sharesPermits = random.nextInt(3) == 0;
        var settings = new ConsumerSettings(
                "c" + model.everyone.size(),
                random.nextInt(4) == 0,
                exclusive,
                random.nextInt(4),
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1, 4 * Consumer.WINDOW_BYTES_MAX),
                consumerArguments());
        var taker = new Taker(new Consumer(settings, sharesPermits ? model.permit : null, null), sharesPermits);
        boolean alone = model.takers.isEmpty();
        boolean excluded = model.takers.keySet().stream().anyMatch(other -> other.settings().exclusive());
        boolean accepted = !deleted && !(exclusive && model.single) && (alone || !exclusive && !excluded);
        if (accepted) {
            model.joined(taker);
        }
        QueueReply reply = ask(new QueueCommand.Subscribe(taker.consumer, ASK));
        QueueModel.require(accepted == reply instanceof QueueReply.Subscribed, "exclusive consumers are alone");
    }

    private FieldTable consumerArguments() {
        return random.nextInt(3) > 0
                ? FieldTable.EMPTY
                : FieldTable.of(ConsumerSettings.PRIORITY, new Int32(random.nextInt(-1, 2)));
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
        if (model.single) {
            boolean isRefused = ask(new QueueCommand.Get(true, ASK)) instanceof QueueReply.Refused;
            QueueModel.require(isRefused, "nobody gets what one consumer is to have");
            return;
        }
        var getter = new Getter(random.nextBoolean());
        model.getters.add(getter);
        actor.handle(new QueueCommand.Get(getter.noAck, getter), model.now);
    }

    private void returnCredit() {
        if (model.everyone.isEmpty()) {
            return;
        }
        Taker taker = model.everyone.get(random.nextInt(model.everyone.size()));
        long bytes = random.nextBoolean() ? taker.windowBytes : taker.windowBytes / 2;
        taker.windowBytes -= bytes;
        actor.handle(new QueueCommand.CreditReturned(taker.consumer, bytes), model.now);
    }

    private void wakeWaiters() {
        for (Taker taker : model.everyone) {
            if (taker.refusedPermit) {
                taker.refusedPermit = false;
                actor.handle(new QueueCommand.Unblocked(taker.consumer), model.now);
            }
        }
    }

    private void inspect() {
        model.expire();
        QueueReply reply = ask(new QueueCommand.Inspect(ASK));
        var expected = new QueueReply.Counts(model.ready.size(), model.takers.size());
        QueueModel.require(deleted || expected.equals(reply), "counts are right");
    }

    private void purge() {
        model.expire();
        QueueReply reply = ask(new QueueCommand.Purge(ASK));
        QueueModel.require(deleted || reply instanceof QueueReply.Purged, "a queue can be purged");
    }

    private void delete(boolean ifUnused, boolean ifEmpty) {
        boolean isUnused = model.takers.isEmpty();
        model.expire();
        QueueReply reply = ask(new QueueCommand.Delete(ifUnused, ifEmpty, ASK));
        int count = model.ready.size();
        boolean allowed = (!ifUnused || isUnused) && (!ifEmpty || count == 0);
        QueueModel.require(allowed == new QueueReply.Deleted(count).equals(reply), "delete keeps its conditions");
        if (allowed) {
            model.queueEnded();
            deleted = true;
        }
    }

    private void pageOut() {
        long keepBytes = random.nextBoolean() ? random.nextInt(200) : random.nextInt(4 * Consumer.WINDOW_BYTES_MAX);
        actor.handle(new QueueCommand.PageOut(keepBytes), model.now);
    }

    /** A position that a ready message has, or the next one will. */
    private long somePosition() {
        int index = random.nextInt(model.ready.size() + 1);
        return model.ready.keySet().stream()
                .skip(index)
                .map(QueueModel.Place::position)
                .findFirst()
                .orElse(anyLevel().nextPosition());
    }

    private void answerLoad() {
        for (ModelLevel level : model.levels) {
            MemoryQueuePages.Question question = level.pages.question();
            if (question != null && random.nextBoolean()) {
                long upTo = random.nextInt(4) == 0 ? question.last() : somePosition();
                upTo = Math.clamp(upTo, question.first(), question.last());
                actor.handle(level.pages.answer(upTo), model.now);
            }
        }
    }

    private void grant() {
        for (ModelLevel level : model.levels) {
            if (!level.marksAsked.isEmpty()) {
                actor.handle(new QueueCommand.Reserved(level.priority, level.grant()), model.now);
            }
        }
    }

    private void restart() {
        unitsAreComplete();
        settledOnes.clear();
        if (deleted) {
            actor.handle(new QueueCommand.Stop(), model.now);
            declare();
        } else {
            live(QueueLife.after(life, random));
        }
    }

    /** Everybody takes what is on its way and settles it, until nothing is left or nobody there. */
    private void comeToRest() {
        int roundsLeft = 2 * model.ready.size() + 4;
        while (!model.unacked.isEmpty() || !model.ready.isEmpty() && anyoneIsThere()) {
            QueueModel.require(roundsLeft-- > 0, "nothing stays while anybody can take it");
            for (Taker taker : model.everyone) {
                actor.handle(new QueueCommand.CreditReturned(taker.consumer, taker.windowBytes), model.now);
                taker.windowBytes = 0;
            }
            for (Entry entry : List.copyOf(model.unacked)) {
                model.settled(entry, Outcome.ACK);
                actor.settle(entry.delivery, Outcome.ACK, null, model.now);
            }
            wakeWaiters();
            grant();
            for (ModelLevel level : model.levels) {
                if (level.pages.question() != null) {
                    actor.handle(level.pages.answer(level.pages.question().last()), model.now);
                }
            }
            ring();
            turn();
            model.check(actor);
        }
    }

    private boolean anyoneIsThere() {
        return !model.takers.isEmpty() || !model.getters.isEmpty();
    }

    private QueueReply ask(QueueCommand question) {
        model.reply = null;
        actor.handle(question, model.now);
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
        return Outcome.values()[random.nextInt(Outcome.values().length)];
    }

    private DurableUnit newUnit(int parts) {
        DurableUnit unit = TestQueue.unitOf(parts);
        units.add(unit);
        return unit;
    }
}
