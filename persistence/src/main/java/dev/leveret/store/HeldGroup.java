package dev.leveret.store;

import java.util.ArrayList;
import java.util.List;

/** Units that become durable in one round, as some of them say what others do. Used by the writer thread alone. */
final class HeldGroup {

    private final List<HeldParts> members = new ArrayList<>(2);

    /** Parts, of all members. */
    private int missing;

    void add(HeldParts member, int missingParts) {
        members.add(member);
        missing += missingParts;
        member.group(this);
    }

    /** A part of a member has come. */
    void partArrived() {
        missing--;
    }

    boolean isWhole() {
        return missing == 0;
    }

    List<HeldParts> members() {
        return members;
    }

    /** Two groups become one. The smaller one moves, so that a great number of units that say the same cost little. */
    static void merge(HeldGroup one, HeldGroup other) {
        HeldGroup to = one.members.size() < other.members.size() ? other : one;
        HeldGroup from = to == one ? other : one;
        to.members.addAll(from.members);
        to.missing += from.missing;
        from.members.forEach(member -> member.group(to));
    }
}
