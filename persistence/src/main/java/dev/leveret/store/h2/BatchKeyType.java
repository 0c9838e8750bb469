package dev.leveret.store.h2;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How MVStore keeps a {@link BatchKey}. */
final class BatchKeyType extends BasicDataType<BatchKey> {

    private static final int MEMORY = 48;

    @Override
    public int compare(BatchKey a, BatchKey b) {
        return a.compareTo(b);
    }

    @Override
    public int getMemory(BatchKey key) {
        return MEMORY;
    }

    @Override
    public void write(WriteBuffer out, BatchKey key) {
        out.putVarLong(key.queueId()).putVarLong(key.first()).putVarInt(key.piece());
    }

    @Override
    public BatchKey read(ByteBuffer in) {
        return new BatchKey(DataUtils.readVarLong(in), DataUtils.readVarLong(in), DataUtils.readVarInt(in));
    }

    @Override
    public BatchKey[] createStorage(int size) {
        return new BatchKey[size];
    }
}
