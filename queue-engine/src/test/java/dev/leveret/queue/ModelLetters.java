package dev.leveret.queue;

import dev.leveret.queue.QueueModel.Entry;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import java.util.ArrayList;
import java.util.List;

/** The dead letters of a queue that ought to be on their way. */
final class ModelLetters {

    /** A letter, and the message that it was. */
    record Leaving(DeadLetter letter, Entry entry) {}

    final List<Leaving> leaving = new ArrayList<>();

    /** What was rejected, and has to become a letter at once if there are any. */
    private final List<Entry> rejected = new ArrayList<>();

    /** A message that was refused has become a letter. */
    boolean refusedOne;

    void rejected(Entry entry) {
        rejected.add(entry);
    }

    /** Takes up a letter that is not of a ready message. */
    void died(DeadLetter letter) {
        if (letter.source() == null) {
            QueueModel.require(letter.reason() == DeathReason.MAXLEN, "only a full queue refuses");
            refusedOne = true;
            return;
        }
        Entry entry = rejected.stream().filter(one -> one.delivery == letter.source()).findFirst().orElse(null);
        QueueModel.require(entry != null && letter.reason() == DeathReason.REJECTED, "only what was rejected is");
        rejected.remove(entry);
        leaving.add(new Leaving(letter, entry));
    }

    void left(DeadLetter letter, Entry entry) {
        leaving.add(new Leaving(letter, entry));
    }

    /** What holds after every command. */
    void check(QueueRules rules) {
        QueueModel.require(
                rejected.isEmpty() || rules.deadLetterExchange() == null, "what is rejected becomes a letter at once");
        rejected.clear();
    }

    long storedCount() {
        return leaving.stream().filter(one -> one.entry().stored).count();
    }

    long bytes() {
        return leaving.stream().mapToLong(one -> one.entry().message.size()).sum();
    }
}
