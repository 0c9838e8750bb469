package dev.leveret.store.h2;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.record.BatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Puts the messages of thinned-out batches together in new ones, in the next generation. */
public final class Rebatching implements BatchVisitor {

    private static final long[] NONE = {};

    private final Generation target;
    private final int batchSizeMax;
    private final Map<Long, long[]> pending;
    private final BatchBuilder batch;
    private long queueId = -1;
    private BatchLimits limits;

    /**
     * @param pending by queue id: positions, ascending, that are still to come
     * @param batchSizeMax in bytes
     */
    Rebatching(Generation target, Map<Long, long[]> pending, int batchSizeMax) {
        this.target = target;
        this.batchSizeMax = batchSizeMax;
        this.pending = pending;
        this.batch = new BatchBuilder(batchSizeMax);
    }

    /**
     * Copies what is alive in a generation to the next one, which it makes.
     *
     * @param pending by queue id: positions, ascending, that are still to come
     * @param batchSizeMax in bytes
     */
    public static Generation rewrite(
            Disk disk, Generation source, Map<Long, long[]> pending, int batchSizeMax)
            throws IOException {
        Generation target = Generation.create(disk, source.number() + 1);
        source.copyTo(target, new Rebatching(target, pending, batchSizeMax));
        return target;
    }

    @Override
    public void message(long queue, long position, ByteBuffer message) {
        if (queue != queueId) {
            finish();
            queueId = queue;
            limits = new BatchLimits(batchSizeMax, pending.getOrDefault(queue, NONE), -1);
        } else if (!batch.isEmpty() && limits.endBefore(batch, position, message.remaining())) {
            finish();
        }
        batch.add(position, message);
    }

    void finish() {
        if (!batch.isEmpty()) {
            target.put(queueId, batch);
            batch.clear();
        }
    }
}
