package dev.leveret.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Messages of a group are for whoever has others of it, and the first one comes first. */
final class ModelGroups implements ModelOrder {

    private final QueueModel model;

    /** Groups of which a message came back while others were held. */
    private final Set<String> resting = new HashSet<>();

    ModelGroups(QueueModel model) {
        this.model = model;
    }

    @Override
    public ModelMessage next(List<ModelMessage> some, Taker taker) {
        Set<String> seen = new HashSet<>();
        for (ModelMessage message : some) {
            String group = message.origin.group();
            if (group == null || seen.add(group) && mayTake(group, taker)) {
                return message;
            }
        }
        return null;
    }

    private boolean mayTake(String group, Taker taker) {
        List<ModelMessage> held = heldOf(group);
        return held.isEmpty() || taker != null && held.getFirst().holder == taker && !resting.contains(group);
    }

    /** Those of a group that nobody else may get before: somebody has them, or they wait to come back. */
    List<ModelMessage> heldOf(String group) {
        List<ModelMessage> held = new ArrayList<>();
        for (ModelMessage message : model.unacked) {
            if (group.equals(message.origin.group())) {
                held.add(message);
            }
        }
        for (ModelMessage message : model.delayed) {
            if (group.equals(message.origin.group())) {
                held.add(message);
            }
        }
        return held;
    }

    @Override
    public void released(ModelMessage message, boolean isBack) {
        String group = message.origin.group();
        if (group == null) {
            return;
        }
        if (heldOf(group).isEmpty()) {
            resting.remove(group);
        } else if (isBack) {
            resting.add(group);
        }
    }
}
