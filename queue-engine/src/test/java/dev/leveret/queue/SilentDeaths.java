package dev.leveret.queue;

import dev.leveret.queue.QueueModel.Exit;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out what has left a queue without dead letters, which says nothing when a message expires or there are too many: what the
 * store has forgotten, and of what it never had the first ones, as many as are missing. Nothing is taken for gone that had no reason.
 */
final class SilentDeaths {

    private final QueueModel model;

    SilentDeaths(QueueModel model) {
        this.model = model;
    }

    /** What is over at the head, and in memory, is not there for those who ask now. */
    void atTheHead() {
        while (model.diesSilently() && !model.isStuck() && !model.ready.isEmpty()) {
            ModelMessage first = model.ready.getFirst();
            if (!model.isOver(first) || first.isOut()) {
                return;
            }
            leavesSilently(first);
        }
    }

    /** Whether it may have left without a word. */
    private boolean mayHaveGone(ModelMessage message) {
        boolean isStillStored = message.stored && !message.isForgotten();
        boolean hasReason = model.isOver(message) || model.isTooLong() && message == model.ready.getFirst();
        return hasReason && !isStillStored;
    }

    private void leavesSilently(ModelMessage message) {
        model.leaves(message);
        model.left(Exit.DIED, 1);
    }

    /** What has left without a word before this message was given to somebody: all that he might have had instead. */
    void before(ModelMessage given, Taker taker) {
        if (!model.diesSilently()) {
            return;
        }
        List<ModelMessage> gone = forgottenOnes();
        gone.remove(given); // which the store need not keep any more
        forget(gone, given);
        ModelMessage next = model.order.next(model.ready, taker);
        while (!model.isStuck() && next != given && next != null && oneIsGone(next)) {
            next = model.order.next(model.ready, taker);
        }
    }

    /** The store tells about those that it had; of others the first one goes first, as all of them are over after the same time. */
    private boolean oneIsGone(ModelMessage next) {
        ModelMessage first = model.ready.getFirst();
        ModelMessage gone = next.isForgotten() && mayHaveGone(next) ? next : first;
        if (!mayHaveGone(gone) || gone.isOut()) {
            return false;
        }
        leavesSilently(gone);
        return true;
    }

    /** Finds out what has left without a word, so that so many are left; what may not have left stays. */
    void until(int readyCount) {
        if (!model.diesSilently() || model.ready.size() <= readyCount) {
            return;
        }
        int count = model.ready.size() - readyCount;
        List<ModelMessage> gone = forgottenOnes();
        for (ModelMessage message : model.ready) {
            if (!message.stored && gone.size() < count) {
                gone.add(message);
            }
        }
        forget(gone, null);
    }

    /** Those that the store has forgotten. Of others the first ones go first. */
    private List<ModelMessage> forgottenOnes() {
        List<ModelMessage> forgotten = new ArrayList<>();
        for (ModelMessage message : model.ready) {
            if (message.isForgotten()) {
                forgotten.add(message);
            }
        }
        return forgotten;
    }

    /** @param given to somebody; null: none is */
    private void forget(List<ModelMessage> gone, ModelMessage given) {
        for (ModelMessage next = nextGone(gone, given); next != null; next = nextGone(gone, given)) {
            leavesSilently(next);
            gone.remove(next);
        }
    }

    /** One of those that have gone, for which there is a reason now; null if there is none. */
    private ModelMessage nextGone(List<ModelMessage> gone, ModelMessage given) {
        ModelMessage first = model.ready.isEmpty() ? null : model.ready.getFirst();
        if (model.isTooLong() && gone.contains(first)) {
            return first;
        }
        // Order: before one that is over behind it, which may be so big that nothing is too much without it.
        if (model.isTooLong() && !first.stored && first != given && gone.stream().anyMatch(this::hasGoneAsTheFirst)) {
            return first;
        }
        for (ModelMessage message : gone) {
            if (message != model.arriving && mayHaveGone(message)) {
                return message;
            }
        }
        // What is left was the head when the queue was full, so what is before it has gone too.
        if (model.isTooLong() && !gone.isEmpty() && !first.stored) {
            return first;
        }
        // Order: what arrives when its time is over leaves after those that it is too much with.
        return gone.contains(model.arriving) && mayHaveGone(model.arriving) ? model.arriving : null;
    }

    /** What was before it has gone too. With groups one that is over may leave from between others. */
    private boolean hasGoneAsTheFirst(ModelMessage message) {
        return message != model.arriving && !(model.hasGroups() && model.isOver(message));
    }
}
