package dev.leveret.queue;

import dev.leveret.queue.ModelLetters.Dying;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.util.List;

/** The rules that no history of a queue may break. Each has a name, and what breaks it fails with that name. */
final class QueueInvariants {

    private final QueueModel model;
    private final FirstDeliveries firsts;

    QueueInvariants(QueueModel model, FirstDeliveries firsts) {
        this.model = model;
        this.firsts = firsts;
    }

    static void require(boolean holds, String invariant, String detail) {
        if (!holds) {
            throw new AssertionError(invariant + " is broken: " + detail);
        }
    }

    private static void same(long expected, long actual, String invariant, String what) {
        if (expected != actual) {
            throw new AssertionError(invariant + " is broken: " + expected + " " + what + " expected, " + actual + " there");
        }
    }

    /** What holds of each message that somebody gets. {@code taker} is null if it was basic.get. */
    void given(ModelMessage message, Delivery delivery, Taker taker) {
        firstComesFirst(message, taker);
        expiredIsNeverDelivered(message);
        nothingTwiceWithoutRedelivered(message, delivery);
        nothingBeyondTheMark(message);
        groupHasOneOwner(message, taker);
        firsts.orderPerGroup(message);
        firsts.orderPerPublisher(message);
    }

    /** What holds of each message that a consumer gets. */
    void served(Taker taker) {
        require(!model.isStuck(), "stuckLettersHoldTheQueue", "nothing is delivered");
        prefetchNeverExceeded(taker);
        singleActiveGetsAll(taker);
        higherPriorityFirst(taker);
        turnsAreFair(taker);
        getsComeFirst();
    }

    /** What holds after every command. */
    void hold(QueueActor actor) {
        nothingIsLost(actor);
        storeHoldsWhatIsThere();
        bytesAreCounted(actor);
        limitsNeverExceeded();
        deathsAreTold();
        whoCanTakeIsServed();
        whoAsksWaitsForSomething();
        timeIsKept();
    }

    private void nothingIsLost(QueueActor actor) {
        same(model.ready.size(), actor.readyCount(), "nothingIsLost", "ready");
        same(model.unacked.size(), actor.unackedCount(), "nothingIsLost", "unacked");
        same(model.consumers.present.size(), actor.consumerCount(), "nothingIsLost", "consumers");
        int here = model.ready.size() + model.unacked.size() + model.delayed.size() + model.letters.leaving.size();
        same(model.acceptedCount, here + model.leftCount(), "nothingIsLost", "accepted ones here or gone");
    }

    private void storeHoldsWhatIsThere() {
        if (model.deleted) {
            return;
        }
        long held = 0;
        long noted = 0;
        for (ModelLevel level : model.levels) {
            held += level.store.messages.size();
            noted += level.store.returns.size();
        }
        List<ModelMessage> letters = model.letters.messages();
        long expected = stored(model.ready) + stored(model.unacked) + stored(model.delayed) + stored(letters);
        same(expected, held, "storeHoldsWhatIsThere", "messages");
        if (model.isQuorum) {
            long right = noted(model.ready) + noted(model.unacked) + noted(model.delayed) + noted(letters);
            same(right, noted, "storeHoldsWhatIsThere", "numbers of returns of what is there");
        }
    }

    private static long stored(List<ModelMessage> messages) {
        long count = 0;
        for (ModelMessage message : messages) {
            count += message.stored ? 1 : 0;
        }
        return count;
    }

    /** Of what may have come back before a crash, and not since, the store knows no number. */
    private static int noted(List<ModelMessage> messages) {
        int count = 0;
        for (ModelMessage message : messages) {
            Integer noted = message.level.store.returns.get(message.position);
            boolean isRight = noted == null ? message.returns <= 1 : noted == message.returns;
            require(isRight, "storeHoldsWhatIsThere", "how often a message has come back");
            count += noted == null ? 0 : 1;
        }
        return count;
    }

    private void bytesAreCounted(QueueActor actor) {
        long out = 0;
        for (ModelLevel level : model.levels) {
            out += level.pages.bytes();
        }
        long inMemory = bytes(model.ready) - out + bytes(model.delayed) + bytes(model.letters.messages());
        same(inMemory, actor.bytesInMemory(), "bytesAreCounted", "bytes in memory");
        same(bytes(model.unacked), actor.unackedBytes(), "bytesAreCounted", "bytes unacked");
    }

    private static long bytes(List<ModelMessage> messages) {
        long bytes = 0;
        for (ModelMessage message : messages) {
            bytes += message.message.size();
        }
        return bytes;
    }

    private void limitsNeverExceeded() {
        boolean mayStay = model.isStuck() && !model.diesSilently();
        boolean isKept = !model.isTooLong() || mayStay || isOutOfReach(model.ready.getFirst());
        require(isKept, "limitsNeverExceeded", "the head leaves what is full");
    }

    /** A message that the queue might have refused. */
    void limitsNeverExceeded(ModelMessage message, boolean isTaken) {
        if (!isTaken) {
            require(model.isFullFor(message.message.bodySize()), "limitsNeverExceeded", "nothing is refused while there is room");
        } else {
            require(!model.isOverfullWith(0, 0), "limitsNeverExceeded", "nothing is taken that there is no room for");
        }
    }

    void refusedBecomesLetter(boolean isTaken) {
        boolean isLetter = !isTaken && model.rules.overflow() == Overflow.REJECT_PUBLISH_DLX && !model.diesSilently();
        require(model.letters.refusedOne == isLetter, "deathsAreTold", "what is refused becomes a letter if it ought to");
    }

    private void prefetchNeverExceeded(Taker taker) {
        require(taker.isBelowLimit(), "prefetchNeverExceeded", "of one consumer");
        int shared = 1;
        for (ModelMessage message : model.unacked) {
            shared += message.holder != null && message.holder.sharesPermits ? 1 : 0;
        }
        boolean isShared = taker.sharesPermits;
        require(!isShared || shared <= ModelConsumers.PERMITS_MAX, "prefetchNeverExceeded", "of those who share it");
        boolean isOpen = taker.windowBytes < Consumer.WINDOW_BYTES_MAX;
        require(isOpen, "prefetchNeverExceeded", "a window is overdrawn by one message at most");
        boolean isBraked = model.consumers.braked && taker.isBraked();
        require(!isBraked, "prefetchNeverExceeded", "one at a time without a limit when memory is short");
    }

    private void nothingTwiceWithoutRedelivered(ModelMessage message, Delivery delivery) {
        require(!message.wasDelivered || delivery.redelivered(), "nothingTwiceWithoutRedelivered", "it was delivered before");
        require(delivery.returns() == message.returns, "nothingTwiceWithoutRedelivered", "how often it has come back");
        boolean isInPlace = delivery.position() == message.position && delivery.priority() == message.level.priority;
        require(isInPlace, "nothingTwiceWithoutRedelivered", "a message keeps its place");
    }

    private void nothingBeyondTheMark(ModelMessage message) {
        require(!message.isBeyondMark(), "nothingBeyondTheMark", "what is stored");
        require(!message.isOut(), "nothingBeyondTheMark", "what is out of memory");
    }

    /** Nothing is to come back as redelivered that nobody has ever wanted. */
    void nothingIsMarkedForNobody(ModelLevel level, long position) {
        boolean isWanted = !model.getters.isEmpty() || model.consumers.present.stream().anyMatch(model.consumers::isInTurn);
        boolean isUsed = level.highestDelivered() > QueueStore.NOTHING_DELIVERED;
        require(isWanted || isUsed || level.wasAsked(position), "nothingIsMarkedForNobody", "a mark is for somebody who takes messages");
    }

    private void expiredIsNeverDelivered(ModelMessage message) {
        require(!model.isOver(message) || message == model.arriving, "expiredIsNeverDelivered", "its time is over");
    }

    private void firstComesFirst(ModelMessage message, Taker taker) {
        require(model.order.next(model.ready, taker) == message, "firstComesFirst", "of all that one may take");
    }

    private void groupHasOneOwner(ModelMessage message, Taker taker) {
        if (message.origin.group() != null && model.order instanceof ModelGroups groups) {
            for (ModelMessage held : groups.heldOf(message.origin.group())) {
                require(taker != null && held.holder == taker, "groupHasOneOwner", "until all is settled");
                require(held.position < message.position, "groupHasOneOwner", "what comes back waits for later ones that are held");
            }
        }
    }

    private void singleActiveGetsAll(Taker taker) {
        require(!model.consumers.standsBy(taker), "singleActiveGetsAll", "one that stands by is served");
    }

    private void higherPriorityFirst(Taker taker) {
        for (Taker other : model.consumers.present) {
            boolean isPassedOver = other.priority > taker.priority
                    && model.consumers.isInTurn(other)
                    && model.nextInMemory(other) != null;
            require(!isPassedOver, "higherPriorityFirst", "of consumers");
        }
    }

    /** With groups who is next depends on what there is for him. */
    private void turnsAreFair(Taker taker) {
        if (model.hasGroups() || model.consumers.single) {
            return;
        }
        for (Taker other : model.consumers.present) {
            if (!model.consumers.isInTurn(other) || other == taker) {
                other.servedWhileThisOneWaits.clear();
            } else if (other.priority == taker.priority) {
                require(other.servedWhileThisOneWaits.add(taker), "turnsAreFair", "nobody is served twice while another waits");
            }
        }
    }

    private void getsComeFirst() {
        require(model.hasGroups() || model.getters.isEmpty(), "getsComeFirst", "who asks for one comes before those who wait for any");
    }

    /** A message of the queue becomes a letter. */
    void diesRightly(ModelMessage message, DeathReason reason) {
        require(message != null, "diesRightly", "what is ready, and nothing else");
        require(!model.isStuck(), "stuckLettersHoldTheQueue", "nothing follows those that there is no room for");
        boolean isFirst = model.ready.getFirst() == message;
        if (reason == DeathReason.MAXLEN) {
            require(isFirst && model.isTooLong(), "diesRightly", "the first one leaves a full queue");
        } else {
            require(reason == DeathReason.EXPIRED && model.isOver(message), "diesRightly", "only what is over expires");
            boolean isDropped = message == model.arriving && isFirst && model.isTooLong();
            require(!isDropped, "diesRightly", "what arrives at a queue that is full without it leaves for that, though its time is over too");
            boolean isTimely = isFirst || isFirstBehindWhatIsGot(message) || isNextForSomebody(message);
            require(isTimely, "diesRightly", "messages expire when they are first or next");
        }
    }

    /** Basic.get is answered when what comes next and is over has left. */
    private boolean isFirstBehindWhatIsGot(ModelMessage message) {
        ModelMessage got = model.getters.isEmpty() ? null : model.nextInMemory(null);
        return got != null && model.ready.stream().filter(one -> one != got).findFirst().orElseThrow() == message;
    }

    private boolean isNextForSomebody(ModelMessage message) {
        return model.nextInMemory(null) == message
                || model.consumers.present.stream().anyMatch(taker -> model.nextInMemory(taker) == message);
    }

    /** What was settled becomes letters in that order, each for its reason. */
    void diesInOrder(Dying dying, DeadLetter letter) {
        require(dying.message().delivery == letter.source(), "diesRightly", "in the order in which they were settled");
        require(dying.reason() == letter.reason(), "diesRightly", "a letter says why");
    }

    void deathsAreCounted(ModelMessage message, DeadLetter letter) {
        int before = message.origin.deaths().getOrDefault(letter.reason(), 0);
        same(before + 1, Deaths.count(letter, "q"), "deathsAreCounted", "deaths of this kind in x-death");
    }

    private void deathsAreTold() {
        require(model.letters.dying.isEmpty(), "deathsAreTold", "what dies becomes a letter at once");
    }

    /** It is out of memory, and asked for, or cannot be read. */
    private boolean isOutOfReach(ModelMessage message) {
        return message.isOut() && (message.level.pages.question() != null || message.level.isBroken());
    }

    private void whoCanTakeIsServed() {
        for (Taker taker : model.consumers.present) {
            ModelMessage next = model.consumers.isInTurn(taker) ? model.order.next(model.ready, taker) : null;
            if (next == null || model.due || model.isStuck() || model.isOver(next)) {
                continue;
            }
            if (model.nextInMemory(taker) == null) {
                boolean isUnreadable = model.isBroken() || next.isUnreadable();
                require(anyLoads() || isUnreadable, "whoCanTakeIsServed", "what is wanted and out of memory is asked for");
            } else if (next.isBeyondMark()) {
                require(next.level.isAskedUpTo(next.position), "whoCanTakeIsServed", "a mark that is wanted is asked for");
            } else {
                boolean isHeldUp = waitsForMark() || anyLoads() || isUnreadableForSomebody();
                require(model.hasGroups() && isHeldUp, "whoCanTakeIsServed", "the loop knows when there is work");
            }
        }
    }

    /** One whose turn it is waits for what cannot be read, and all others wait behind him. */
    private boolean isUnreadableForSomebody() {
        for (Taker taker : model.consumers.present) {
            ModelMessage next = model.consumers.isInTurn(taker) ? model.order.next(model.ready, taker) : null;
            if (next != null && next.isUnreadable()) {
                return true;
            }
        }
        return false;
    }

    private void whoAsksWaitsForSomething() {
        if (model.getters.isEmpty()) {
            return;
        }
        ModelMessage next = model.nextInMemory(null);
        if (next == null) {
            require(anyLoads(), "whoAsksWaitsForSomething", "for a message that is out of memory");
        } else {
            boolean isAsked = next.isBeyondMark() && next.level.isAskedUpTo(next.position);
            require(isAsked, "whoAsksWaitsForSomething", "for a mark");
        }
    }

    private boolean anyLoads() {
        return model.levels.stream().anyMatch(level -> level.pages.question() != null);
    }

    private boolean waitsForMark() {
        return model.levels.stream().anyMatch(level -> !level.marksAsked.isEmpty());
    }

    private void timeIsKept() {
        if (!model.ready.isEmpty()) {
            ModelMessage first = model.ready.getFirst();
            boolean isInTime = model.wakeAt <= model.deadline(first);
            boolean comesLater = model.isStuck() || isOutOfReach(first) || model.due && model.isOver(first);
            require(isInTime || comesLater, "timeIsKept", "for the first message");
        }
        for (ModelMessage message : model.delayed) {
            require(model.wakeAt <= message.readyAt, "timeIsKept", "for a message that comes back");
        }
        boolean isInTime = model.wakeAt <= model.idleEnd || !model.consumers.present.isEmpty();
        require(isInTime, "timeIsKept", "for the queue itself");
    }
}
