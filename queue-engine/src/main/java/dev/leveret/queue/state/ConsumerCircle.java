package dev.leveret.queue.state;

/** The consumers of one priority that can take a message, in a circle, and whose turn it is. */
final class ConsumerCircle {

    final long priority;

    /** The circle of the next lower and higher priority, empty or not; null if there is none. */
    ConsumerCircle lower;

    ConsumerCircle higher;

    /** How many consumers have this priority, whether they can take a message or not. */
    int members;

    /** Who is next; null: nobody is here. */
    private Consumer turn;

    ConsumerCircle(long priority) {
        this.priority = priority;
    }

    boolean isEmpty() {
        return turn == null;
    }

    Consumer next() {
        return turn;
    }

    /** Who was next has been chosen. */
    void chosen(Consumer consumer) {
        turn = consumer.after;
    }

    /** Goes to the end of the line, which is just before whose turn it is. */
    void join(Consumer consumer) {
        if (turn == null) {
            turn = consumer;
            consumer.after = consumer;
            consumer.before = consumer;
            return;
        }
        consumer.after = turn;
        consumer.before = turn.before;
        turn.before.after = consumer;
        turn.before = consumer;
    }

    void leave(Consumer consumer) {
        if (consumer.after == consumer) {
            turn = null;
        } else {
            consumer.before.after = consumer.after;
            consumer.after.before = consumer.before;
            turn = turn == consumer ? consumer.after : turn;
        }
        consumer.after = null;
        consumer.before = null;
    }
}
