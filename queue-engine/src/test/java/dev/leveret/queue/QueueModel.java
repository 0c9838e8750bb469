package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.ModelMessage.Origin;
import dev.leveret.queue.death.DeathReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a queue ought to hold, in lists that are searched from the start. What becomes of a message is said here; what is allowed, in
 * {@link QueueInvariants}.
 */
final class QueueModel {

    /** How a message leaves for good. */
    enum Exit {
        TAKEN_WITHOUT_ACK,
        ACKED,
        /** Rejected, expired, dropped, or come back too often. */
        DIED,
        PURGED,
        DELETED
    }

    /** Somebody who waits for the answer to basic.get. */
    static final class Getter implements ReplyTo {
        final boolean noAck;

        Getter(boolean noAck) {
            this.noAck = noAck;
        }
    }

    /** When nothing happens. */
    static final long NEVER = Long.MAX_VALUE;

    final List<ModelLevel> levels;
    final boolean isQuorum;
    final ModelOrder order;
    final ModelConsumers consumers;
    final ModelLetters letters = new ModelLetters();
    final SilentDeaths silentDeaths = new SilentDeaths(this);
    QueueRules rules;

    /** In order. */
    final List<ModelMessage> ready = new ArrayList<>();

    final List<ModelMessage> unacked = new ArrayList<>();

    /** What has come back and is not ready before its time. */
    final List<ModelMessage> delayed = new ArrayList<>();

    final ArrayDeque<Getter> getters = new ArrayDeque<>();
    final Map<Exit, Integer> exits = new EnumMap<>(Exit.class);

    /** How many messages it has ever had. */
    int acceptedCount;

    /** So many bytes of letters on their way, and no more should follow them. */
    final long lettersBytesMax;

    /** Room is kept for these. */
    int promisedCount;

    long promisedBytes;

    /** A message that the queue may refuse, and has perhaps taken already; null if there is none. */
    ModelMessage offered;

    private boolean offeredWhenFull;

    /** A message that may be given away at once although its time is over; null if there is none. */
    ModelMessage arriving;

    /** In milliseconds since 1970, as all times here. */
    long now;

    /** When the queue wants its next tick. */
    long wakeAt = NEVER;

    /** When it will have been unused for too long. */
    long idleEnd = NEVER;

    /** The loop has been told that there is something to deliver. */
    boolean due;

    /** It is being asked to go. */
    boolean deleting;

    boolean deleted;

    QueueModel(List<ModelLevel> levels, QueueSettings settings, QueueRules rules, long lettersBytesMax, long now) {
        this.levels = levels;
        this.isQuorum = settings.storesAll();
        this.order = settings.groupHeader() == null ? ModelOrder.FIRST_FOR_ALL : new ModelGroups(this);
        this.consumers = new ModelConsumers(settings);
        this.rules = rules;
        this.lettersBytesMax = lettersBytesMax;
        this.now = now;
    }

    /** Whether there is no room for more letters: nothing more dies unless a client wants it, and nothing is delivered. */
    boolean isStuck() {
        return !letters.leaving.isEmpty() && letters.bytes() >= lettersBytesMax;
    }

    /** Whether what comes next out of memory cannot be read. */
    boolean isBroken() {
        return ready.stream()
                .filter(message -> message.isOut() && !message.level.hasPassed(message.position))
                .findFirst()
                .map(message -> message.level.isBroken())
                .orElse(false);
    }

    boolean hasGroups() {
        return order != ModelOrder.FIRST_FOR_ALL;
    }

    /** A message that is not in the queue yet, at its place. */
    ModelMessage place(Message message, boolean stored, Origin origin) {
        int priority = message.header().hasPriority() ? message.header().priority() : isQuorum ? 4 : 0;
        ModelLevel level = levels.get(Math.min(priority, levels.size() - 1));
        return new ModelMessage(level, level.takePosition(), message, stored, origin);
    }

    /** A message is about to be published; until {@link #arrived} it may be given to somebody whatever its time. */
    void published(ModelMessage message) {
        accept(message);
        arriving = message;
    }

    /** A message is about to be offered; until {@link #answered} says so nobody knows whether the queue takes it. */
    void offered(ModelMessage message) {
        offered = message;
        arriving = message;
        offeredWhenFull = isFullFor(message.message.bodySize());
        letters.refusedOne = false;
        if (!rules.mayRefuse()) {
            offeredIsTaken();
        }
    }

    private void offeredIsTaken() {
        if (offeredWhenFull) {
            silentDeaths.atTheHead(); // since there was no room before
        }
        accept(offered);
        offered = null;
    }

    /** The queue has said whether it has taken what it was offered. */
    void answered(boolean isTaken) {
        if (offered != null && isTaken) {
            offeredIsTaken();
        } else if (offered != null) {
            offered.level.resumeAt(offered.position);
            offered = null;
        }
    }

    void arrived() {
        arriving = null;
    }

    private void accept(ModelMessage message) {
        acceptedCount++;
        insert(message);
    }

    /** It is ready, in its place. */
    void insert(ModelMessage message) {
        int index = ready.size();
        while (index > 0 && message.isBefore(ready.get(index - 1))) {
            index--;
        }
        ready.add(index, message);
    }

    /** The ready message that this is; null if there is none. */
    ModelMessage find(Message message) {
        if (offered != null && offered.message == message) {
            offeredIsTaken();
        }
        for (ModelMessage one : ready) {
            if (one.message == message) {
                return one;
            }
        }
        return null;
    }

    /** What has waited long enough is ready. */
    void backInTime() {
        for (ModelMessage message : List.copyOf(delayed)) {
            if (message.readyAt <= now) {
                delayed.remove(message);
                insert(message);
                order.released(message, true);
            }
        }
    }

    /** It goes to a consumer, or to who has asked for one. */
    void take(ModelMessage message, Taker taker, boolean forGood) {
        leaves(message);
        message.wasDelivered = true;
        if (message.stored) {
            message.level.delivered(message.position);
        }
        if (forGood) {
            left(Exit.TAKEN_WITHOUT_ACK, 1);
            return;
        }
        unacked.add(message);
        if (taker != null) {
            consumers.took(taker, message);
        }
    }

    void settled(ModelMessage message, Outcome outcome) {
        unacked.remove(message);
        consumers.settled(message);
        switch (outcome) {
            case ACK -> left(Exit.ACKED, 1);
            case DISCARD -> dies(message, DeathReason.REJECTED);
            case REQUEUE -> comesBack(message, rules.quorum().retry().returned());
            case FAIL -> comesBack(message, rules.quorum().retry().failed());
        }
        order.released(message, ready.contains(message) || delayed.contains(message));
    }

    private void comesBack(ModelMessage message, boolean waits) {
        if (message.returns + 1 > rules.quorum().deliveryLimit()) {
            dies(message, DeathReason.DELIVERY_LIMIT); // which is no return: if a crash brings it back it has as many as before
            return;
        }
        message.returns++;
        DelayedRetry retry = rules.quorum().retry();
        long delay = waits ? Math.min(message.returns * retry.minMillis(), retry.maxMillis()) : 0;
        if (delay > 0) {
            message.readyAt = now + delay;
            delayed.add(message);
        } else {
            insert(message);
        }
    }

    private void dies(ModelMessage message, DeathReason reason) {
        if (diesSilently()) {
            left(Exit.DIED, 1);
        } else {
            letters.dying.add(new ModelLetters.Dying(message, reason));
        }
    }

    void left(Exit way, int count) {
        exits.merge(way, count, Integer::sum);
    }

    int leftCount() {
        int count = 0;
        for (int left : exits.values()) {
            count += left;
        }
        return count;
    }

    void purged() {
        levels.forEach(ModelLevel::forgetPages);
        left(Exit.PURGED, ready.size() + delayed.size());
        ready.clear();
        for (ModelMessage message : List.copyOf(delayed)) {
            delayed.remove(message);
            order.released(message, false);
        }
    }

    /** So many more dead letters of other queues with such a body have room kept for them. */
    void promised(Message message, int count) {
        promisedCount += count;
        promisedBytes += (long) count * message.bodySize();
    }

    /** One of the letters that are on their way gets to where it goes. */
    ModelLetters.Leaving departed(int index) {
        left(Exit.DIED, 1);
        return letters.leaving.remove(index);
    }

    /** All that was unacked belongs to nobody now. */
    void ended() {
        deleted = true;
        levels.forEach(ModelLevel::forgetPages);
        left(Exit.DELETED, ready.size() + delayed.size() + unacked.size());
        ready.clear();
        delayed.clear();
        List.copyOf(unacked).forEach(message -> {
            unacked.remove(message);
            consumers.settled(message);
        });
        wakeAt = NEVER;
        idleEnd = NEVER;
    }

    /** Somebody uses the queue. */
    void used() {
        idleEnd = rules.expiresMillis() == NEVER ? NEVER : now + rules.expiresMillis();
    }

    /** Whether messages go without a letter. */
    boolean diesSilently() {
        return rules.deadLetterExchange() == null;
    }

    boolean isOver(ModelMessage message) {
        return deadline(message) <= now;
    }

    long deadline(ModelMessage message) {
        long lives = Math.min(rules.messageTtlMillis(), message.message.header().expirationMillis());
        return lives == NEVER ? NEVER : message.message.arrivalMillis() + lives;
    }

    /** Whether the head has to leave. */
    boolean isTooLong() {
        return rules.overflow() == Overflow.DROP_HEAD && !ready.isEmpty() && isExceededWith(0, 0);
    }

    boolean isExceededWith(int more, long moreBytes) {
        return ready.size() + more > rules.maxLength() || knownBodyBytes() + moreBytes > rules.maxLengthBytes();
    }

    /** Whether a message of that size is refused. */
    boolean isFullFor(int bodySize) {
        return isOverfullWith(1, bodySize);
    }

    /** Whether it would be more than a queue that refuses messages may have, with what room is kept for and letters that may stay. */
    boolean isOverfullWith(int more, long moreBytes) {
        boolean lettersCount = rules.keepsUnroutableLetters();
        int count = promisedCount + more + (lettersCount ? letters.leaving.size() : 0);
        long bytes = promisedBytes + moreBytes + (lettersCount ? letters.bodyBytes() : 0);
        return rules.mayRefuse() && isExceededWith(count, bytes);
    }

    /** How big those are that a start has found and nobody has read is not known. */
    private long knownBodyBytes() {
        long bytes = 0;
        for (ModelMessage message : ready) {
            bytes += message.isUnread && message.isOut() ? 0 : message.message.bodySize();
        }
        return bytes;
    }

    /** A message is not ready any more. */
    void leaves(ModelMessage message) {
        ready.remove(message);
        message.level.taken(message.position);
    }

    /** What this one would get of all that is in memory before a range that is not; null: nothing, or it has to come back first. */
    ModelMessage nextInMemory(Taker taker) {
        ModelMessage next = order.next(head(), taker);
        return next == null || next.isOut() ? null : next;
    }

    private List<ModelMessage> head() {
        List<ModelMessage> head = new ArrayList<>();
        for (ModelMessage message : ready) {
            if (message.isOut() && !message.level.hasPassed(message.position)) {
                return head;
            }
            head.add(message);
        }
        return head;
    }
}
