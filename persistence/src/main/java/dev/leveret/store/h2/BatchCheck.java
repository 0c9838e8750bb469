package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.record.BatchRecord;
import dev.leveret.store.record.IndexRecord;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Compares one batch with what the index says of it, and hands on the messages that are not settled. */
final class BatchCheck implements BatchRecord.Visitor {

    private final BatchKey key;
    private final IndexRecord record;
    private final BatchVisitor unsettled;
    private int count;
    private long settled;
    private long last;

    BatchCheck(BatchKey key, IndexRecord record, BatchVisitor unsettled) {
        this.key = key;
        this.record = record;
        this.unsettled = unsettled;
    }

    @Override
    public void message(long position, ByteBuffer message) throws IOException {
        if (count == 0 ? position != key.first() : position <= last) {
            throw new DamagedException(key + " has position " + position + " as its message number " + (count + 1));
        }
        count++;
        last = position;
        if (record.settled().contains(position)) {
            settled++;
        } else {
            unsettled.message(key.queueId(), position, message);
        }
    }

    /** All of its messages have been seen. */
    void finish() throws DamagedException {
        if (count != record.count() || last != record.last()) {
            throw new DamagedException(key + " has " + count + " messages up to position " + last + ", but "
                    + record.count() + " up to " + record.last() + " by its index entry");
        }
        if (settled != record.settled().positions() || settled == count) {
            throw new DamagedException(key + " has an index entry that settles " + record.settled().positions()
                    + " positions, of which " + settled + " of its " + count + " messages have one");
        }
    }
}
