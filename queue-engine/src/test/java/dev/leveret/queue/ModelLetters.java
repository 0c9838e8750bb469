package dev.leveret.queue;

import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import java.util.ArrayList;
import java.util.List;

/** The dead letters of a queue that ought to be on their way, and those that ought to be any moment. */
final class ModelLetters {

    /** A message and why it dies. */
    record Dying(ModelMessage message, DeathReason reason) {}

    /** A letter, and the message that it was. */
    record Leaving(DeadLetter letter, ModelMessage message) {}

    final List<Leaving> leaving = new ArrayList<>();

    /** What was settled so that it dies, and has to become a letter at once. */
    final List<Dying> dying = new ArrayList<>();

    /** A message that was refused has become a letter. */
    boolean refusedOne;

    List<ModelMessage> messages() {
        return leaving.stream().map(Leaving::message).toList();
    }

    long bytes() {
        return leaving.stream().mapToLong(one -> one.message().message.size()).sum();
    }

    long bodyBytes() {
        return leaving.stream().mapToLong(one -> one.message().message.bodySize()).sum();
    }
}
