package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.store.h2.BatchVisitor;
import dev.leveret.store.record.MessageReader;
import dev.leveret.store.record.PositionRanges;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Counts the messages of each queue one by one: those that only the journal has, and those in the H2 store that it does not settle. */
final class StoredContents implements BatchVisitor {

    /** What there is of one queue. */
    static final class Content {
        private boolean dropped; // nothing in the H2 store counts
        private PositionRanges gone = new PositionRanges();
        private long messages;
        private long bytes;

        long messages() {
            return messages;
        }

        /** Of the bodies. */
        long bytes() {
            return bytes;
        }

        private void add(Message message) {
            messages++;
            bytes += message.bodySize();
        }
    }

    private final Map<Long, Content> contents = new HashMap<>();
    private final MessageReader reader = new MessageReader();

    /** @param journal what the journal says has happened since the last checkpoint */
    StoredContents(CheckpointWork journal) {
        for (QueueChange change : journal.queues()) {
            Content content = of(change.queueId());
            content.dropped |= change.dropped();
            content.gone = union(change.settled(), change.purged());
            for (StoredEntry entry = change.first(); entry != null; entry = entry.next) {
                content.add(entry.message);
            }
        }
    }

    private static PositionRanges union(PositionRanges one, PositionRanges other) {
        PositionRanges both = new PositionRanges();
        for (PositionRanges ranges : new PositionRanges[] {one, other}) {
            for (int i = 0; i < ranges.count(); i++) {
                both.add(ranges.first(i), ranges.last(i));
            }
        }
        return both.sorted();
    }

    Content of(long queueId) {
        return contents.computeIfAbsent(queueId, id -> new Content());
    }

    @Override
    public void message(long queueId, long position, ByteBuffer message) {
        Content content = of(queueId);
        Message read = reader.read(message);
        if (!content.dropped && !content.gone.contains(position)) {
            content.add(read);
        }
    }
}
