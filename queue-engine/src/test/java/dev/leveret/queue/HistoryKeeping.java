package dev.leveret.queue;

import dev.leveret.queue.state.Consumer;
import java.util.Random;

/** What the store and the pages of a {@link QueueHistory} do. */
final class HistoryKeeping {

    private final HistoryStage stage;
    private final Random random;

    HistoryKeeping(HistoryStage stage) {
        this.stage = stage;
        this.random = stage.random;
    }

    void pageOut() {
        if (stage.has(Feature.PAGING)) {
            long keepBytes = random.nextBoolean() ? random.nextInt(400) : random.nextInt(4 * Consumer.WINDOW_BYTES_MAX);
            stage.handle(new QueueCommand.PageOut(keepBytes));
        }
    }

    /** From now on more stored messages may leave memory. */
    void hold() {
        for (ModelLevel level : stage.model().levels) {
            if (random.nextBoolean()) {
                level.pages.holdBelow(somePosition(level));
            }
        }
    }

    /** A position that a ready message has, or the next one will. */
    private long somePosition(ModelLevel level) {
        int index = random.nextInt(stage.model().ready.size() + 1);
        return index == stage.model().ready.size() ? level.nextPosition() : stage.model().ready.get(index).position;
    }

    /** Some of the questions are answered, in part or whole. */
    void answerLoads() {
        for (ModelLevel level : stage.model().levels) {
            MemoryQueuePages.Question question = level.pages.question();
            if (question != null && random.nextBoolean()) {
                long upTo = stage.oneOf(4) ? question.last() : somePosition(level);
                stage.handle(level.answer(Math.clamp(upTo, question.first(), question.last())));
            }
        }
    }

    /** What one level has asked for cannot be read, nor what else it has out of memory from then on. */
    void failLoad() {
        for (ModelLevel level : stage.model().levels) {
            if (level.pages.question() != null) {
                stage.handle(level.fail());
                return;
            }
        }
    }

    void answerAllLoads() {
        for (ModelLevel level : stage.model().levels) {
            if (level.pages.question() != null) {
                stage.handle(level.answer(level.pages.question().last()));
            }
        }
    }

    /** The oldest mark that was asked for is durable, or it could not be written and is asked for again. */
    void grantOrRefuse() {
        for (ModelLevel level : stage.model().levels) {
            if (!level.marksAsked.isEmpty() && stage.oneOf(4)) {
                level.marksAsked.remove();
                stage.handle(new QueueCommand.ReserveRefused(level.priority));
            }
        }
        grant();
    }

    void grant() {
        for (ModelLevel level : stage.model().levels) {
            if (!level.marksAsked.isEmpty() && !stage.model().deleted) {
                stage.handle(new QueueCommand.Reserved(level.priority, level.grant()));
            }
        }
    }
}
