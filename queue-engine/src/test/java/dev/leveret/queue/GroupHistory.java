package dev.leveret.queue;

import static dev.leveret.queue.GroupModel.require;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.BasicPropertiesBuilder;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.queue.GroupModel.Entry;
import dev.leveret.queue.GroupModel.Getter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A random life of a durable queue with message groups, the same for the same seed, led side by side with its model. */
final class GroupHistory {

    private static final ReplyTo ASK = TestQueue.ask("any question but get");
    private static final int CONSUMERS_MAX = 5;
    private final Random random;
    private final QueueSettings settings;
    private final int groupCount;
    private final int lengthMax;
    private final long ttl;
    private MemoryKeeping keeping = MemoryKeeping.of(true, 0);
    private GroupModel model;
    private QueueActor actor;

    GroupHistory(long seed) {
        random = new Random(seed);
        groupCount = random.nextBoolean() ? 2 : random.nextInt(1, 12);
        lengthMax = random.nextInt(4) == 0 ? random.nextInt(1, 20) : Integer.MAX_VALUE;
        ttl = random.nextInt(4) == 0 ? random.nextInt(3) * 50 : Long.MAX_VALUE;
        settings = new QueueSettings("/", "q", true, false, false, arguments());
        begin(ModelLevel.ofNew(0, keeping), 0);
        long position = random.nextInt(3) * (QueueStore.RESERVED_FIRST - 20) / 2;
        actor.resumeAt(0, position);
        model.level.resumeAt(position);
        actor.handle(new QueueCommand.Tick(), model.now);
    }

    private FieldTable arguments() {
        FieldTable arguments = GroupMessages.ARGUMENTS.with("x-dead-letter-exchange", FieldValue.text("dead"));
        if (lengthMax < Integer.MAX_VALUE) {
            arguments = arguments.with("x-max-length", new Int32(lengthMax));
        }
        return ttl == Long.MAX_VALUE ? arguments : arguments.with("x-message-ttl", new Int32((int) ttl));
    }

    private void begin(ModelLevel level, long now) {
        model = new GroupModel(level, lengthMax, now);
        actor = new QueueActor(settings, settings.rules(FieldTable.EMPTY), keeping, model);
    }

    /** Leads the queue through so many steps, then lets everything come to rest. */
    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            model.check(actor);
        }
        comeToRest();
    }

    private void step() {
        switch (random.nextInt(50)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> publish();
            case 12, 13, 14, 15, 16, 17 -> turn();
            case 18, 19, 20, 21, 22, 23, 24 -> settleOne();
            case 25, 26 -> settleSeveral();
            case 27, 28, 29 -> subscribe();
            case 30 -> cancel();
            case 31 -> closeOne();
            case 32, 33 -> get();
            case 34, 35, 36 -> returnCredit();
            case 37, 38 -> wakeWaiters();
            case 39, 40 -> pageOut();
            case 41 -> keeping.allPages().getFirst().holdBelow(somePosition());
            case 42, 43, 44 -> answerLoad(random.nextInt(3) == 0);
            case 45 -> grant();
            case 46 -> depart();
            case 47 -> seldom();
            default -> passTime();
        }
    }

    private void seldom() {
        switch (random.nextInt(6)) {
            case 0 -> purge();
            case 1 -> restart();
            default -> publish();
        }
    }

    private void publish() {
        String group = random.nextInt(6) == 0 ? null : "g" + random.nextInt(groupCount);
        boolean persistent = random.nextBoolean();
        BasicPropertiesBuilder properties = BasicProperties.builder().deliveryMode(persistent ? 2 : 1);
        if (group != null) {
            properties.headers(FieldTable.of(GroupMessages.HEADER, FieldValue.text(group)));
        }
        if (random.nextInt(6) == 0) {
            properties.expiration(String.valueOf(random.nextInt(4) * 30));
        }
        Message message = TestMessages.bigOne("m", random.nextInt(15) == 0 ? Consumer.WINDOW_BYTES_MAX / 2 : 1)
                .withHeader(ContentHeader.of(properties.build()))
                .arrivedAt(model.now);
        Entry entry = entry(model.level.takePosition(), message, persistent);
        model.ready.put(entry.position, entry);
        model.arriving = entry;
        actor.enqueue(message, null, model.now);
        model.arriving = null;
    }

    private Entry entry(long position, Message message, boolean stored) {
        FieldValue group = message.header().header(GroupMessages.HEADER);
        long lives = Math.min(ttl, message.header().expirationMillis());
        long deadline = lives == Long.MAX_VALUE ? Long.MAX_VALUE : message.arrivalMillis() + lives;
        return new Entry(position, message, group == null ? null : ((FieldValue.LongString) group).text(), stored, deadline);
    }

    private void turn() {
        if (model.due) {
            model.due = actor.deliver(model.now);
        }
    }

    private void settleOne() {
        if (!model.unacked.isEmpty()) {
            settle(List.of(model.unacked.get(random.nextInt(model.unacked.size()))), outcome());
        }
    }

    private void settleSeveral() {
        settle(model.unacked.stream().filter(entry -> random.nextBoolean()).toList(), outcome());
    }

    private void settle(List<Entry> entries, Outcome outcome) {
        for (Entry entry : entries) {
            model.settled(entry, outcome);
            if (outcome == Outcome.DISCARD) {
                model.leaving.add(entry);
            }
        }
        Delivery[] deliveries = entries.stream().map(entry -> entry.delivery).toArray(Delivery[]::new);
        DurableUnit unit = deliveries.length == 0 ? null : TestQueue.unitOf(deliveries.length);
        actor.handle(new QueueCommand.Settle(deliveries, outcome, unit), model.now);
        require(unit == null || keeping.partsOf(unit) == unit.parts(), "units get all their parts");
    }

    private Outcome outcome() {
        return Outcome.values()[random.nextInt(Outcome.values().length)];
    }

    private void subscribe() {
        if (model.takers.size() == CONSUMERS_MAX) {
            return;
        }
        boolean sharesPermits = random.nextInt(4) == 0;
        FieldTable arguments = random.nextInt(3) > 0
                ? FieldTable.EMPTY
                : FieldTable.of(ConsumerSettings.PRIORITY, new Int32(random.nextInt(-1, 2)));
        var asked = new ConsumerSettings(
                "c" + model.everyone.size(), random.nextInt(6) == 0, false, random.nextInt(4), Long.MAX_VALUE, arguments);
        var taker = new Taker(new Consumer(asked, sharesPermits ? model::tryTake : null, null), sharesPermits);
        model.takers.put(taker.consumer, taker);
        model.everyone.add(taker);
        ask(new QueueCommand.Subscribe(taker.consumer, ASK));
    }

    private Taker anybody() {
        return model.everyone.get(random.nextInt(model.everyone.size()));
    }

    private void cancel() {
        if (!model.everyone.isEmpty()) {
            Taker taker = anybody();
            model.takers.remove(taker.consumer);
            ask(new QueueCommand.Cancel(taker.consumer, ASK));
        }
    }

    /** A channel closes: its consumer goes, and all that it holds comes back at once. */
    private void closeOne() {
        if (!model.everyone.isEmpty()) {
            Taker taker = anybody();
            model.takers.remove(taker.consumer);
            actor.handle(new QueueCommand.Cancel(taker.consumer, null), model.now);
            settle(model.unacked.stream().filter(entry -> entry.holder == taker).toList(), Outcome.REQUEUE);
        }
    }

    private void get() {
        var getter = new Getter(random.nextBoolean());
        model.getters.add(getter);
        actor.handle(new QueueCommand.Get(getter.noAck(), getter), model.now);
    }

    private void returnCredit() {
        if (!model.everyone.isEmpty()) {
            Taker taker = anybody();
            long bytes = taker.windowBytes;
            taker.windowBytes = 0;
            actor.handle(new QueueCommand.CreditReturned(taker.consumer, bytes), model.now);
        }
    }

    private void wakeWaiters() {
        for (Taker taker : model.everyone) {
            if (taker.refusedPermit) {
                taker.refusedPermit = false;
                actor.handle(new QueueCommand.Unblocked(taker.consumer), model.now);
            }
        }
    }

    private void pageOut() {
        actor.handle(new QueueCommand.PageOut(random.nextInt(2000)), model.now);
    }

    private long somePosition() {
        return model.ready.keySet().stream()
                .skip(random.nextInt(model.ready.size() + 1))
                .findFirst()
                .orElse(model.level.nextPosition());
    }

    private void answerLoad(boolean all) {
        MemoryQueuePages.Question question = model.level.pages.question();
        if (question != null) {
            long upTo = all ? question.last() : Math.clamp(somePosition(), question.first(), question.last());
            actor.handle(model.level.pages.answer(upTo), model.now);
        }
    }

    private void grant() {
        if (!model.level.marksAsked.isEmpty()) {
            actor.handle(new QueueCommand.Reserved(0, model.level.grant()), model.now);
        }
    }

    /** A letter goes where letters go. */
    private void depart() {
        if (!model.leaving.isEmpty()) {
            Entry entry = model.leaving.remove(random.nextInt(model.leaving.size()));
            actor.handle(new QueueCommand.Depart(entry.delivery, null), model.now);
        }
    }

    private void passTime() {
        model.now += random.nextInt(5) == 0 ? random.nextInt(100) : random.nextInt(5);
        ring();
    }

    private void ring() {
        if (model.wakeAt <= model.now) {
            model.wakeAt = Long.MAX_VALUE;
            actor.handle(new QueueCommand.Tick(), model.now);
        }
    }

    private void purge() {
        ask(new QueueCommand.Inspect(ASK)); // what is over goes first
        int count = model.ready.size();
        model.ready.clear();
        require(new QueueReply.Purged(count).equals(ask(new QueueCommand.Purge(ASK))), "purge counts what it drops");
    }

    private QueueReply ask(QueueCommand question) {
        model.reply = null;
        actor.handle(question, model.now);
        QueueReply reply = model.reply;
        require(reply != null, "every question is answered");
        model.reply = null;
        return reply;
    }

    /** The broker is killed: what is stored comes back, all of it ready. */
    private void restart() {
        MemoryQueueStore store = keeping.stores().getFirst();
        List<Entry> survivors = new ArrayList<>(model.ready.values());
        survivors.addAll(model.unacked);
        survivors.addAll(model.leaving);
        survivors.removeIf(entry -> !entry.stored);
        survivors.sort(Comparator.comparingLong(entry -> entry.position));
        long mark = model.level.granted();
        store.reserve(mark, null);
        keeping = MemoryKeeping.after(List.of(store));
        begin(ModelLevel.ofRecovered(0, keeping, mark), model.now);
        List<Entry> out = survivors.subList(0, random.nextInt(survivors.size() + 1));
        actor.recover(0, mark, range(out));
        for (Entry entry : survivors) {
            if (!out.contains(entry)) {
                actor.recover(0, entry.position, entry.message, store.messages.get(entry.position));
            }
            Entry back = entry(entry.position, entry.message, true);
            back.deliveredBefore = entry.position <= mark;
            model.ready.put(back.position, back);
        }
        actor.resumeAt(0, store.lastPosition() + 1);
        model.level.resumeAt(store.lastPosition() + 1);
        actor.handle(new QueueCommand.Tick(), model.now);
    }

    private RecoveredRange range(List<Entry> out) {
        if (out.isEmpty()) {
            return RecoveredRange.NONE;
        }
        long first = out.getFirst().position;
        long last = out.getLast().position;
        keeping.allPages().getFirst().recovered(first, last);
        return new RecoveredRange(first, last, out.size(), 0, 0);
    }

    /** Everybody takes what is on its way and acknowledges it, until nothing is left or nobody there. */
    private void comeToRest() {
        int roundsLeft = 3 * model.ready.size() + 6;
        while (!model.unacked.isEmpty() || !model.ready.isEmpty() && !model.takers.isEmpty()) {
            require(roundsLeft-- > 0, "nothing stays while anybody can take it");
            model.everyone.forEach(taker -> {
                actor.handle(new QueueCommand.CreditReturned(taker.consumer, taker.windowBytes), model.now);
                taker.windowBytes = 0;
            });
            settle(List.copyOf(model.unacked), Outcome.ACK);
            wakeWaiters();
            grant();
            answerLoad(true);
            ring();
            turn();
            model.check(actor);
        }
    }
}
