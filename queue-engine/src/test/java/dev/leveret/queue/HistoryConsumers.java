package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.List;
import java.util.Random;

/** What the consumers of a {@link QueueHistory} do besides settling messages. */
final class HistoryConsumers {

    private static final int CONSUMERS_MAX = 6;
    private final HistoryStage stage;
    private final Random random;

    HistoryConsumers(HistoryStage stage) {
        this.stage = stage;
        this.random = stage.random;
    }

    private ModelConsumers consumers() {
        return stage.model().consumers;
    }

    private List<Taker> everyone() {
        return consumers().everyone;
    }

    private Taker anybody() {
        return everyone().isEmpty() ? null : everyone().get(random.nextInt(everyone().size()));
    }

    boolean isAnyoneThere() {
        return !consumers().present.isEmpty() || !stage.model().getters.isEmpty();
    }

    void subscribe() {
        List<Taker> present = consumers().present;
        if (present.size() == CONSUMERS_MAX) {
            return;
        }
        boolean isExclusive = stage.oneOf(12);
        boolean sharesPermits = stage.oneOf(3);
        var settings = new ConsumerSettings(
                "c" + everyone().size(), stage.oneOf(4), isExclusive, random.nextInt(4), unackedBytesMax(), arguments());
        var taker = new Taker(new Consumer(settings, sharesPermits ? consumers().permit : null, null), sharesPermits);
        boolean isAlone = present.isEmpty();
        boolean isExcluded = present.stream().anyMatch(other -> other.consumer.settings().exclusive());
        boolean isAccepted = !stage.model().deleted
                && !(isExclusive && consumers().single)
                && (isAlone || !isExclusive && !isExcluded);
        if (isAccepted) {
            consumers().joined(taker);
        }
        QueueReply reply = stage.ask(new QueueCommand.Subscribe(taker.consumer, HistoryStage.ASK));
        boolean isSubscribed = reply instanceof QueueReply.Subscribed;
        QueueInvariants.require(isAccepted == isSubscribed, "singleActiveGetsAll", "exclusive consumers are alone");
    }

    private long unackedBytesMax() {
        return random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(1, 4 * Consumer.WINDOW_BYTES_MAX);
    }

    private FieldTable arguments() {
        return stage.has(Feature.CONSUMER_PRIORITIES) && random.nextBoolean()
                ? FieldTable.of(ConsumerSettings.PRIORITY, new Int32(random.nextInt(-1, 3)))
                : FieldTable.EMPTY;
    }

    void cancel() {
        Taker taker = anybody();
        if (taker != null) {
            leave(taker, HistoryStage.ASK);
            QueueReply reply = stage.life().effects().takeReply();
            QueueInvariants.require(reply instanceof QueueReply.Cancelled, "everyQuestionIsAnswered", "a cancel always is");
        }
    }

    /** Somebody goes with his channel; null if there never was anybody. */
    Taker close() {
        Taker taker = anybody();
        if (taker != null) {
            leave(taker, null);
        }
        return taker;
    }

    private void leave(Taker taker, ReplyTo replyTo) {
        boolean isLast = consumers().left(taker) && consumers().present.isEmpty();
        if (isLast) {
            stage.model().used();
        }
        int unused = isLast && stage.actor().settings().autoDelete() ? 1 : 0;
        stage.life().effects().unusedCount = 0;
        stage.handle(new QueueCommand.Cancel(taker.consumer, replyTo));
        QueueInvariants.require(stage.life().effects().unusedCount == unused, "unusedIsTold", "with the last consumer");
    }

    void returnCredit() {
        Taker taker = anybody();
        if (taker != null) {
            returnCredit(taker, random.nextBoolean() ? taker.windowBytes : taker.windowBytes / 2);
        }
    }

    void returnAllCredit() {
        everyone().forEach(taker -> returnCredit(taker, taker.windowBytes));
    }

    private void returnCredit(Taker taker, long bytes) {
        taker.windowBytes -= bytes;
        stage.handle(new QueueCommand.CreditReturned(taker.consumer, bytes));
    }

    /** Those that were refused a permit ask again. */
    void wakeWaiters() {
        for (Taker taker : everyone()) {
            if (taker.refusedPermit) {
                taker.refusedPermit = false;
                stage.handle(new QueueCommand.Unblocked(taker.consumer));
            }
        }
    }

    /** Memory is short, or no longer. */
    void brake() {
        setBrake(!consumers().braked);
    }

    void releaseBrake() {
        setBrake(false);
    }

    private void setBrake(boolean on) {
        consumers().brake(on);
        stage.handle(new QueueCommand.Brake(on));
    }
}
