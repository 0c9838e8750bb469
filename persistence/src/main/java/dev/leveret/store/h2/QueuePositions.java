package dev.leveret.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;

/** A position of each queue in a generation, by queue id, and a sum over all. Used by one thread at a time. */
final class QueuePositions {

    /** Takes what is here. */
    interface Visitor {
        void position(long queueId, long position) throws IOException;
    }

    private final MVMap<Long, Long> map;
    private final ContentSum sum = new ContentSum();

    QueuePositions(MVStore store, String name) {
        this.map = store.openMap(
                name,
                new MVMap.Builder<Long, Long>().keyType(LongDataType.INSTANCE).valueType(LongDataType.INSTANCE));
    }

    /** Takes in what a store that was just opened has. */
    void count() {
        for (Map.Entry<Long, Long> entry : map.entrySet()) {
            sum.add(entry.getKey(), bytes(entry.getValue()));
        }
    }

    /** A sum over all queues. */
    long sum() {
        return sum.value();
    }

    void put(long queueId, long position) {
        sum.remove(queueId, bytes(map.put(queueId, position)));
        sum.add(queueId, bytes(position));
    }

    void remove(long queueId) {
        sum.remove(queueId, bytes(map.remove(queueId)));
    }

    /** Hands over all, in the order of queue ids. */
    void read(Visitor visitor) throws IOException {
        for (Map.Entry<Long, Long> entry : map.entrySet()) {
            visitor.position(entry.getKey(), entry.getValue());
        }
    }

    void copyTo(QueuePositions other) {
        for (Map.Entry<Long, Long> entry : map.entrySet()) {
            other.put(entry.getKey(), entry.getValue());
        }
    }

    /** @param position null if there was none */
    private static byte[] bytes(Long position) {
        return position == null ? null : ByteBuffer.allocate(Long.BYTES).putLong(position).array();
    }
}
