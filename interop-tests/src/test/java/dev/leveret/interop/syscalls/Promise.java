package dev.leveret.interop.syscalls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The broker has said that something is safe.
 *
 * @param mark a text that is in it and in nothing else
 * @param answer where in the trace the call began by which it said so
 */
record Promise(String mark, int answer) {

    /** What is wrong with it; empty if there is a completed sync between the write and the answer. */
    Optional<String> fault(List<SystemCall> calls) {
        List<SystemCall> syncs = new ArrayList<>();
        SystemCall write = null;
        for (SystemCall call : calls) {
            if (call.isToJournal() && call.begin() < answer) {
                if (call.isSync()) {
                    syncs.add(call);
                } else if (call.text().contains(mark)) {
                    write = call;
                }
            }
        }
        if (write == null) {
            return Optional.of(this + ": not in the journal before the answer");
        }
        for (SystemCall sync : syncs) {
            if (sync.target().equals(write.target()) && sync.begin() > write.end() && sync.end() < answer) {
                return Optional.empty();
            }
        }
        return Optional.of(this + ": no sync of " + write.target() + " between " + write.end() + " and the answer");
    }
}
