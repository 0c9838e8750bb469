package dev.leveret.queue;

import java.util.HashMap;
import java.util.Map;

/** Who got what for the first time, over all lives of a queue. What comes back is passed over. */
final class FirstDeliveries {

    private record Line(int publisher, int priority) {}

    private final Map<Line, Integer> ofPublishers = new HashMap<>();
    private final Map<String, Integer> ofGroups = new HashMap<>();

    /** Of each publisher, what has one priority and no group comes in order. */
    void orderPerPublisher(ModelMessage message) {
        if (isFirst(message) && message.origin.group() == null) {
            var line = new Line(message.origin.publisher(), message.level.priority);
            Integer before = ofPublishers.put(line, message.origin.number());
            boolean isInOrder = before == null || before < message.origin.number();
            QueueInvariants.require(isInOrder, "orderPerPublisher", "a later one was delivered before");
        }
    }

    /** What belongs to one group comes in order, whoever has published it. */
    void orderPerGroup(ModelMessage message) {
        if (isFirst(message) && message.origin.group() != null) {
            Integer before = ofGroups.put(message.origin.group(), message.origin.number());
            boolean isInOrder = before == null || before < message.origin.number();
            QueueInvariants.require(isInOrder, "orderPerGroup", "a later one was delivered before");
        }
    }

    private static boolean isFirst(ModelMessage message) {
        return !message.wasDelivered && !message.hadLeft;
    }
}
