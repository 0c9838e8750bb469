package dev.leveret.queue;

import dev.leveret.queue.ModelLetters.Leaving;
import dev.leveret.queue.QueueModel.Getter;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;

/** Hears what the real queue does, checks it, and has the model do the same. */
final class WatchedEffects implements QueueEffects {

    private final QueueModel model;
    private final QueueInvariants invariants;

    /** The answer to anything but basic.get; null if none has come. */
    private QueueReply reply;

    /** How many were ready when it came: who waits with basic.get may get one in the same command. */
    int readyAtReply;

    /** How often the queue has said that it is unused, or that a consumer has another timeout. */
    int unusedCount;

    int timeoutsChanged;

    WatchedEffects(QueueModel model, QueueInvariants invariants) {
        this.model = model;
        this.invariants = invariants;
    }

    /** The one answer to a question. */
    QueueReply takeReply() {
        QueueReply taken = reply;
        QueueInvariants.require(taken != null, "everyQuestionIsAnswered", "at once");
        reply = null;
        return taken;
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        Taker taker = model.consumers.of(consumer);
        QueueInvariants.require(taker != null, "singleActiveGetsAll", "nobody is served after his cancellation");
        ModelMessage message = find(delivery);
        model.silentDeaths.before(message, taker);
        invariants.served(taker);
        taker.windowBytes += delivery.message().size();
        given(message, delivery, taker, consumer.noAck());
    }

    private ModelMessage find(Delivery delivery) {
        ModelMessage message = model.find(delivery.message());
        QueueInvariants.require(message != null, "nothingTwiceWithoutRedelivered", "only what is ready is delivered");
        return message;
    }

    private void given(ModelMessage message, Delivery delivery, Taker taker, boolean forGood) {
        invariants.given(message, delivery, taker);
        message.delivery = delivery;
        model.take(message, taker, forGood);
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply answer) {
        if (replyTo instanceof Getter getter) {
            answered(getter, answer);
            return;
        }
        QueueInvariants.require(reply == null, "everyQuestionIsAnswered", "once");
        reply = answer;
        readyAtReply = model.ready.size();
        if (answer instanceof QueueReply.Purged purged) {
            boolean isRight = purged.messages() == model.ready.size() + model.delayed.size();
            QueueInvariants.require(isRight, "everyQuestionIsAnswered", "purge counts what it drops");
            model.purged();
        }
    }

    private void answered(Getter getter, QueueReply answer) {
        QueueInvariants.require(model.getters.poll() == getter, "everyQuestionIsAnswered", "once, and in the order they came");
        switch (answer) {
            case QueueReply.Got got -> {
                ModelMessage message = find(got.delivery());
                model.silentDeaths.before(message, null);
                given(message, got.delivery(), null, getter.noAck);
                remainsIsTold(got.remainingReady());
            }
            case QueueReply.Empty empty -> {
                model.silentDeaths.before(null, null);
                boolean isNothingThere = model.isStuck() || model.order.next(model.ready, null) == null;
                QueueInvariants.require(isNothingThere, "nothingIsLost", "get finds what is ready");
            }
            default -> {
                ModelMessage next = model.order.next(model.ready, null);
                boolean isUnreadable = next != null && next.isUnreadable();
                boolean isGone = model.deleted || model.deleting || model.isBroken() || isUnreadable;
                QueueInvariants.require(isGone, "everyQuestionIsAnswered", "a queue that is there is found, if it can be read");
            }
        }
    }

    /** What has left without a word, or may have come, is not known yet. */
    private void remainsIsTold(long remaining) {
        long mayHaveCome = model.offered == null ? 0 : 1;
        long ready = model.ready.size();
        boolean isRight = remaining <= ready + mayHaveCome && (remaining >= ready || model.diesSilently());
        QueueInvariants.require(isRight, "everyQuestionIsAnswered", "basic.get tells how many remain");
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        boolean wasHere = model.consumers.left(model.consumers.of(consumer));
        QueueInvariants.require(wasHere, "singleActiveGetsAll", "only a consumer is cancelled, and only once");
    }

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {
        timeoutsChanged++;
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        QueueInvariants.require(!model.diesSilently(), "diesRightly", "only a queue with a dead letter exchange has letters");
        if (letter.source() == null) {
            QueueInvariants.require(letter.reason() == DeathReason.MAXLEN, "diesRightly", "only a full queue refuses");
            invariants.deathsAreCounted(model.offered, letter);
            model.letters.refusedOne = true;
            return;
        }
        ModelMessage dead = isOfSettled(letter) ? settled(letter) : ready(letter);
        invariants.deathsAreCounted(dead, letter);
        model.letters.leaving.add(new Leaving(letter, dead));
    }

    private static boolean isOfSettled(DeadLetter letter) {
        return letter.reason() == DeathReason.REJECTED || letter.reason() == DeathReason.DELIVERY_LIMIT;
    }

    private ModelMessage settled(DeadLetter letter) {
        QueueInvariants.require(!model.letters.dying.isEmpty(), "diesRightly", "only what was settled so");
        ModelLetters.Dying dying = model.letters.dying.removeFirst();
        invariants.diesInOrder(dying, letter);
        return dying.message();
    }

    private ModelMessage ready(DeadLetter letter) {
        ModelMessage message = model.find(letter.source().message());
        invariants.diesRightly(message, letter.reason());
        model.leaves(message);
        return message;
    }

    @Override
    public void unused() {
        unusedCount++;
        QueueInvariants.require(model.consumers.present.isEmpty(), "unusedIsTold", "not while there are consumers");
    }

    @Override
    public void deliveryDue() {
        QueueInvariants.require(!model.due, "whoCanTakeIsServed", "the loop is told once");
        model.due = true;
    }

    @Override
    public void reserve(int priority, long position) {
        ModelLevel level = model.levels.get(priority);
        QueueInvariants.require(!model.deleted, "nothingIsMarkedForNobody", "a deleted queue notes nothing");
        invariants.nothingIsMarkedForNobody(level, position);
        level.ask(position);
    }

    @Override
    public void wakeAt(long millis) {
        model.wakeAt = millis;
    }
}
