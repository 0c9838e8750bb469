package dev.leveret.store.h2;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Puts the messages of thinned-out batches together in new ones, in the next generation. */
public final class Rebatching implements BatchVisitor {

    private static final long[] NONE = {};

    private final Generation target;
    private final int batchSizeMax;
    private final Map<Long, long[]> barriers;
    private final BatchBuilder batch;
    private long queueId = -1;
    private long[] queueBarriers = NONE;

    /**
     * @param barriers by queue id: positions, ascending, that are still to come, so that no batch may reach over them
     * @param batchSizeMax in bytes
     */
    Rebatching(Generation target, Map<Long, long[]> barriers, int batchSizeMax) {
        this.target = target;
        this.batchSizeMax = batchSizeMax;
        this.barriers = barriers;
        this.batch = new BatchBuilder(batchSizeMax);
    }

    /**
     * Copies what is alive in a generation to the next one, which it makes.
     *
     * @param barriers by queue id: positions, ascending, that are still to come
     * @param batchSizeMax in bytes
     */
    public static Generation rewrite(
            Disk disk, Generation source, Map<Long, long[]> barriers, int batchSizeMax)
            throws IOException {
        Generation target = Generation.create(disk, source.number() + 1);
        source.copyTo(target, new Rebatching(target, barriers, batchSizeMax));
        return target;
    }

    @Override
    public void message(long queue, long position, ByteBuffer message) {
        if (queue != queueId) {
            finish();
            queueId = queue;
            queueBarriers = barriers.getOrDefault(queue, NONE);
        } else if (batch.size() + message.remaining() > batchSizeMax || barrierBefore(position)) {
            finish();
        }
        batch.add(position, message);
    }

    private boolean barrierBefore(long position) {
        return !batch.isEmpty() && isSeparated(queueBarriers, batch.last(), position);
    }

    /** Whether one of the positions, which are ascending, lies between two others. */
    public static boolean isSeparated(long[] barriers, long before, long after) {
        int place = Arrays.binarySearch(barriers, before);
        int next = place >= 0 ? place + 1 : -place - 1;
        return next < barriers.length && barriers[next] < after;
    }

    void finish() {
        if (!batch.isEmpty()) {
            target.put(queueId, batch);
            batch.clear();
        }
    }
}
