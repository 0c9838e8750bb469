package dev.leveret.store.h2;

import dev.leveret.store.disk.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/** The definitions in a generation, by their keys: CRC32C (4), definition. Used by one thread at a time. */
final class Definitions {

    private final MVMap<byte[], byte[]> map;
    private final ContentSum sum = new ContentSum();

    Definitions(MVStore store) {
        this.map = store.openMap(
                "definitions",
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /** Takes in what a store that was just opened has. */
    void count() {
        for (Map.Entry<byte[], byte[]> entry : map.entrySet()) {
            sum.add(Arrays.hashCode(entry.getKey()), entry.getValue());
        }
    }

    /** A sum over all definitions. */
    long sum() {
        return sum.value();
    }

    void put(byte[] key, byte[] definition) {
        byte[] value = new byte[Integer.BYTES + definition.length];
        ByteBuffer.wrap(value).putInt(crc(definition)).put(definition);
        int hash = Arrays.hashCode(key);
        sum.remove(hash, map.put(key, value));
        sum.add(hash, value);
    }

    void remove(byte[] key) {
        sum.remove(Arrays.hashCode(key), map.remove(key));
    }

    /** Hands over all, in no particular order. */
    void read(Generation.Visitor visitor) throws IOException {
        for (byte[] value : map.values()) {
            visitor.definition(definition(value));
        }
    }

    void copyTo(Definitions other) throws DamagedException {
        for (Map.Entry<byte[], byte[]> entry : map.entrySet()) {
            other.put(entry.getKey(), definition(entry.getValue()));
        }
    }

    private static byte[] definition(byte[] value) throws DamagedException {
        if (value.length >= Integer.BYTES) {
            byte[] definition = Arrays.copyOfRange(value, Integer.BYTES, value.length);
            if (ByteBuffer.wrap(value).getInt() == crc(definition)) {
                return definition;
            }
        }
        throw new DamagedException("a definition in the store file is damaged: its CRC does not fit");
    }

    private static int crc(byte[] definition) {
        CRC32C crc = new CRC32C();
        crc.update(definition);
        return (int) crc.getValue();
    }
}
