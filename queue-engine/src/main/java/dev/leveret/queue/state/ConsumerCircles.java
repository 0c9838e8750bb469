package dev.leveret.queue.state;

/**
 * The consumers that can take a message, by priority (RabbitMQ's page "Consumer Priorities"): as long as one of a higher priority
 * can, none of a lower one gets any. A circle that nobody is in stays while somebody may come back to it.
 */
final class ConsumerCircles {

    /** The one with the highest priority that has somebody; any if all are empty. */
    private ConsumerCircle top = new ConsumerCircle(0);

    /** The circle whose turn it is; empty if all are. */
    ConsumerCircle top() {
        return top;
    }

    /** A consumer has come that was never here. */
    void add(Consumer consumer) {
        consumer.circle = find(consumer.settings().priority());
        consumer.circle.members++;
    }

    /** A consumer that is in none of them goes for good. */
    void remove(Consumer consumer) {
        ConsumerCircle circle = consumer.circle;
        if (--circle.members == 0 && (circle.lower != null || circle.higher != null)) {
            takeOut(circle);
        }
    }

    private void takeOut(ConsumerCircle circle) {
        if (circle.lower != null) {
            circle.lower.higher = circle.higher;
        }
        if (circle.higher != null) {
            circle.higher.lower = circle.lower;
        }
        if (top == circle) { // so all are empty, or there would be a higher or a lower top
            top = circle.lower == null ? circle.higher : circle.lower;
        }
    }

    /** A consumer that is in none of them can take a message. */
    void join(Consumer consumer) {
        ConsumerCircle circle = consumer.circle;
        circle.join(consumer);
        if (circle != top && (top.isEmpty() || circle.priority > top.priority)) {
            top = circle;
        }
    }

    /** A consumer that is in one of them can take none for now. */
    void leave(Consumer consumer) {
        consumer.circle.leave(consumer);
        while (top.isEmpty() && top.lower != null) {
            top = top.lower;
        }
    }

    private ConsumerCircle find(long priority) {
        ConsumerCircle below = top;
        while (below.higher != null && below.priority < priority) {
            below = below.higher;
        }
        while (below != null && below.priority > priority) {
            if (below.lower == null) {
                return insert(priority, null, below);
            }
            below = below.lower;
        }
        return below.priority == priority ? below : insert(priority, below, below.higher);
    }

    private static ConsumerCircle insert(long priority, ConsumerCircle lower, ConsumerCircle higher) {
        ConsumerCircle circle = new ConsumerCircle(priority);
        circle.lower = lower;
        circle.higher = higher;
        if (lower != null) {
            lower.higher = circle;
        }
        if (higher != null) {
            higher.lower = circle;
        }
        return circle;
    }
}
