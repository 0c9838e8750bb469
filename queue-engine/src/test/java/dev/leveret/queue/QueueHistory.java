package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.ModelLetters.Leaving;
import dev.leveret.queue.QueueModel.Getter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random life of a queue, the same for the same seed, led side by side with its model. As many seeds in a row as there are {@link
 * Feature#COMBINATIONS} lead through every combination of features once.
 *
 * <pre>
 * in every combination | both types, durable or not, plain, priorities or groups, each overflow, time to live, dead letters,
 *                      | single active consumer, delivery limit, delayed retry, x-expires, consumer priorities, paging, stops
 *                      | and crashes, policies that change
 * in every history     | three publishers; consumers with limits, shared limits, limits in bytes and none, exclusive and no-ack
 *                      | ones, the brake; basic.get beside them; own expirations and priorities, bodies of 1 byte to 256 KiB;
 *                      | offers, letters that come in and that come round; units; marks that are late or refused; late
 *                      | timers; purges, deletions, channels that close
 *                      | letters that stay, in half of the histories more than there is room for; pages that cannot be read
 * in none              | effects that call the queue back ({@link ReentryTest}); own expirations where nobody could tell which
 *                      | message has left: with groups, without letters, and not stored
 * </pre>
 */
final class QueueHistory {

    private static final int LEAVING_MAX = 30;
    private static final int LETTERS_BYTES_MAX = 3_000;
    private final HistoryStage stage;
    private final Random random;
    private final HistoryRules rules;
    private final HistoryMessages messages;
    private final HistoryConsumers consumers;
    private final HistoryKeeping keeping;
    private final FirstDeliveries firsts = new FirstDeliveries();
    private final long lettersBytesMax;
    private final List<Delivery> settledOnes = new ArrayList<>();

    QueueHistory(long seed) {
        stage = new HistoryStage(seed);
        random = stage.random;
        rules = new HistoryRules(stage);
        messages = new HistoryMessages(stage);
        consumers = new HistoryConsumers(stage);
        keeping = new HistoryKeeping(stage);
        lettersBytesMax = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1, LETTERS_BYTES_MAX);
        declare(0);
    }

    private void declare(long now) {
        stage.live(QueueLife.first(rules.settings(), lettersBytesMax, now, firsts));
    }

    private QueueModel model() {
        return stage.model();
    }

    /** Leads the queue through so many steps, then lets everything come to rest. */
    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            stage.check();
            departTooMany();
        }
        comeToRest();
        stage.unitsAreComplete();
    }

    private void step() {
        switch (random.nextInt(50)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> publish();
            case 12, 13, 14, 15, 16 -> turn();
            case 17, 18, 19, 20, 21, 22 -> settleOne();
            case 23, 24, 25 -> settle(model().unacked.stream().filter(one -> random.nextBoolean()).toList(), outcome());
            case 26 -> settleAgain();
            case 27, 28 -> consumers.subscribe();
            case 29 -> consumers.cancel();
            case 30, 31 -> get();
            case 32, 33, 34 -> consumers.returnCredit();
            case 35, 36 -> consumers.wakeWaiters();
            case 37 -> inspect();
            case 38, 39 -> keeping.pageOut();
            case 40 -> keeping.hold();
            case 41, 42, 43 -> keeping.answerLoads();
            case 44 -> keeping.grantOrRefuse();
            case 45 -> depart(random.nextInt(3));
            case 46 -> seldom();
            default -> passTime();
        }
    }

    /** So that the queue does not come to wait for them. */
    private void departTooMany() {
        if (model().letters.leaving.size() > LEAVING_MAX) {
            depart(LEAVING_MAX);
            stage.check();
        }
    }

    private void seldom() {
        switch (random.nextInt(10)) {
            case 0 -> purge();
            case 1 -> delete(random.nextBoolean(), random.nextBoolean());
            case 2, 3 -> restart();
            case 4, 5 -> configure();
            case 6, 7 -> closeOne();
            case 8 -> consumers.brake();
            case 9 -> keeping.failLoad();
            default -> publish();
        }
    }

    private void passTime() {
        model().now += random.nextInt(5) == 0 ? random.nextInt(100) : random.nextInt(5);
        boolean mayBeLate = model().delayed.isEmpty() && model().idleEnd > model().now;
        if (stage.oneOf(10)) {
            stage.tick(); // one that nobody has asked for
        } else if (!mayBeLate || !stage.oneOf(4)) {
            stage.ring();
        }
    }

    private void publish() {
        ModelMessage message = messages.next();
        DurableUnit unit = stage.perhapsUnit();
        switch (random.nextInt(4)) {
            case 0 -> offer(message, unit);
            case 1 -> send(message, unit);
            default -> {
                if (!model().deleted) {
                    model().published(message);
                }
                stage.actor().enqueue(message.message, unit, model().now);
                model().arrived();
            }
        }
    }

    private void offer(ModelMessage message, DurableUnit unit) {
        var offer = new QueueCommand.Offer(message.message, unit, HistoryStage.ASK);
        if (model().deleted) {
            QueueInvariants.require(isGranted(offer), "limitsNeverExceeded", "a deleted queue takes everything");
            return;
        }
        model().offered(message);
        boolean isTaken = isGranted(offer);
        model().answered(isTaken);
        model().silentDeaths.until(stage.actor().readyCount());
        stage.life().invariants().limitsNeverExceeded(message, isTaken);
        stage.life().invariants().refusedBecomesLetter(isTaken);
        model().arrived();
    }

    private boolean isGranted(QueueCommand question) {
        return ((QueueReply.Admission) stage.ask(question)).granted();
    }

    /** As a dead letter comes: first the question, then the message if there is room for it and nothing happens to it. */
    private void send(ModelMessage message, DurableUnit unit) {
        message.level.resumeAt(message.position); // others may come before it does
        Message sent = message.message;
        boolean isGranted = isGranted(new QueueCommand.AskRoom(sent, HistoryStage.ASK));
        if (!isGranted) {
            model().silentDeaths.until(stage.actor().readyCount());
            stage.life().invariants().limitsNeverExceeded(message, false);
            stage.giveBack(unit);
            return;
        }
        model().promised(sent, 1);
        stage.check();
        for (int i = random.nextInt(3); i > 0; i--) {
            settleOne();
            stage.check();
            turn();
            stage.check();
            publish(); // which takes none of the room that is kept
            stage.check();
        }
        model().promised(sent, -1);
        if (stage.oneOf(4)) {
            stage.giveBack(unit);
            stage.handle(new QueueCommand.GiveUp(sent));
            return;
        }
        if (!model().deleted) {
            model().published(messages.later(message));
        }
        stage.handle(new QueueCommand.TakePromised(sent, unit));
        model().arrived();
    }

    private void turn() {
        if (model().due) {
            model().due = stage.actor().deliver(model().now);
        }
    }

    private Outcome outcome() {
        return Outcome.values()[random.nextInt(Outcome.values().length)];
    }

    private void settleOne() {
        if (!model().unacked.isEmpty()) {
            ModelMessage message = model().unacked.get(random.nextInt(model().unacked.size()));
            Outcome outcome = outcome();
            model().settled(message, outcome);
            settledOnes.add(message.delivery);
            stage.actor().settle(message.delivery, outcome, stage.perhapsUnit(), model().now);
        }
    }

    private void settle(List<ModelMessage> some, Outcome outcome) {
        var deliveries = new ArrayList<Delivery>();
        for (ModelMessage message : some) {
            model().settled(message, outcome);
            deliveries.add(message.delivery);
        }
        settledOnes.addAll(deliveries);
        DurableUnit unit = random.nextBoolean() ? null : stage.newUnit(deliveries.size());
        stage.handle(new QueueCommand.Settle(deliveries.toArray(Delivery[]::new), outcome, unit));
    }

    /** A channel that hands in what it has settled before. */
    private void settleAgain() {
        if (!settledOnes.isEmpty()) {
            Delivery delivery = settledOnes.get(random.nextInt(settledOnes.size()));
            if (model().unacked.stream().noneMatch(message -> message.delivery == delivery)) {
                stage.actor().settle(delivery, outcome(), stage.newUnit(1), model().now);
            }
        }
    }

    /** A channel closes: its consumer goes, and all that it holds comes back at once. */
    private void closeOne() {
        Taker taker = consumers.close();
        if (taker != null) {
            settle(List.copyOf(taker.held), Outcome.FAIL);
        }
    }

    private void get() {
        if (!model().consumers.single) {
            var getter = new Getter(random.nextBoolean());
            model().getters.add(getter);
            if (!model().deleted) {
                model().used();
            }
            stage.handle(new QueueCommand.Get(getter.noAck, getter));
        } else {
            boolean isRefused = stage.ask(new QueueCommand.Get(true, HistoryStage.ASK)) instanceof QueueReply.Refused;
            QueueInvariants.require(isRefused, "singleActiveGetsAll", "nobody gets what one consumer is to have");
        }
    }

    private void inspect() {
        if (!model().deleted) {
            model().used();
        }
        model().silentDeaths.atTheHead();
        QueueReply reply = stage.ask(new QueueCommand.Inspect(HistoryStage.ASK));
        int count = stage.life().effects().readyAtReply;
        var expected = new QueueReply.Counts(count, model().consumers.present.size());
        QueueInvariants.require(model().deleted || expected.equals(reply), "everyQuestionIsAnswered", "counts are right");
    }

    private void purge() {
        model().silentDeaths.atTheHead();
        QueueReply reply = stage.ask(new QueueCommand.Purge(HistoryStage.ASK));
        boolean isPurged = reply instanceof QueueReply.Purged;
        QueueInvariants.require(model().deleted || isPurged, "everyQuestionIsAnswered", "a queue can be purged");
    }

    private void delete(boolean ifUnused, boolean ifEmpty) {
        boolean isUnused = model().consumers.present.isEmpty();
        model().silentDeaths.atTheHead();
        model().deleting = true;
        QueueReply reply = stage.ask(new QueueCommand.Delete(ifUnused, ifEmpty, HistoryStage.ASK));
        model().deleting = false;
        int count = stage.life().effects().readyAtReply;
        boolean isAllowed = (!ifUnused || isUnused) && (!ifEmpty || count == 0);
        boolean isDone = new QueueReply.Deleted(count).equals(reply);
        QueueInvariants.require(isAllowed == isDone, "everyQuestionIsAnswered", "delete keeps its conditions");
        if (isAllowed) {
            model().ended();
        }
    }

    private void configure() {
        if (stage.has(Feature.POLICIES)) {
            long timeoutBefore = model().rules.consumerTimeoutMillis();
            model().rules = stage.actor().settings().rules(rules.policy());
            boolean isOtherTimeout = model().rules.consumerTimeoutMillis() != timeoutBefore;
            stage.life().effects().timeoutsChanged = 0;
            if (!model().deleted) {
                model().used();
            }
            stage.handle(new QueueCommand.Configure(model().rules));
            int told = stage.life().effects().timeoutsChanged;
            int expected = isOtherTimeout ? model().consumers.present.size() : 0;
            QueueInvariants.require(told == expected, "timeIsKept", "every consumer hears of another timeout");
        }
    }

    /** So many letters get to where they go. */
    private void depart(int count) {
        for (int i = 0; i < count && !model().letters.leaving.isEmpty(); i++) {
            Leaving letter = model().departed(random.nextInt(model().letters.leaving.size()));
            messages.departed(letter);
            stage.handle(new QueueCommand.Depart(letter.letter().source(), stage.perhapsUnit()));
        }
    }

    private void restart() {
        if (!stage.has(Feature.RESTARTS)) {
            return;
        }
        stage.unitsAreComplete();
        settledOnes.clear();
        if (model().deleted || !stage.has(Feature.DURABLE)) {
            stage.handle(new QueueCommand.Stop());
            declare(model().now);
        } else {
            stage.live(QueueLife.after(stage.life(), random, firsts));
        }
    }

    /** After another start all that is stored can be read; of what is not stored nothing is kept. */
    private void makeWhole() {
        if (stage.has(Feature.DURABLE)) {
            stage.unitsAreComplete();
            settledOnes.clear();
            stage.live(QueueLife.after(stage.life(), random, firsts));
            consumers.subscribe();
        } else {
            purge();
        }
    }

    /** Everybody takes what is on its way and settles it, until nothing is left or nobody there. */
    private void comeToRest() {
        if (model().levels.stream().anyMatch(ModelLevel::isBroken)) {
            makeWhole();
        }
        consumers.releaseBrake();
        int roundsLeft = 3 * (model().ready.size() + model().delayed.size()) + 6;
        while (!model().unacked.isEmpty()
                || !model().delayed.isEmpty()
                || !model().ready.isEmpty() && consumers.isAnyoneThere()) {
            QueueInvariants.require(roundsLeft-- > 0, "whoCanTakeIsServed", "nothing stays while anybody can take it");
            consumers.returnAllCredit();
            settle(List.copyOf(model().unacked), Outcome.ACK);
            consumers.wakeWaiters();
            keeping.grant();
            keeping.answerAllLoads();
            depart(model().letters.leaving.size());
            model().now = Math.max(model().now, model().delayed.isEmpty() ? 0 : model().wakeAt);
            stage.ring();
            turn();
            stage.check();
        }
    }
}
