package dev.leveret.amqp.message;

import java.util.Objects;

/**
 * What a publisher sent: address, properties, body, and when it arrived.
 *
 * <p>Immutable, so any thread may read it. The body lies in heap arrays of at most a frame each, since one
 * array of 16 MiB is a burden for the collector.
 */
public final class Message {

    private static final byte[][] NO_CHUNKS = new byte[0][];

    /**
     * What the objects around the bytes weigh: this one, its address, its share of the header, and what a queue and the store
     * keep for it. With many routing keys no two messages share an address.
     */
    private static final int OVERHEAD_SIZE = 176;

    /** Head and padding of an array, and the reference to it. */
    private static final int CHUNK_OVERHEAD_SIZE = 24;

    private final Address address;
    private final ContentHeader header;
    private final long arrivalMillis;
    private final Object body; // a byte[], or a byte[][] if there is not exactly one chunk
    private final int bodySize;

    private Message(Address address, ContentHeader header, Object body, int bodySize, long arrivalMillis) {
        this.address = Objects.requireNonNull(address);
        this.header = Objects.requireNonNull(header);
        this.body = body;
        this.bodySize = bodySize;
        this.arrivalMillis = arrivalMillis;
    }

    /**
     * A message whose body is one array.
     *
     * @param body not copied, so nobody may change it
     * @param arrivalMillis milliseconds since 1970-01-01 UTC
     */
    public static Message of(Address address, ContentHeader header, byte[] body, long arrivalMillis) {
        return new Message(address, header, body.length == 0 ? NO_CHUNKS : body, body.length, arrivalMillis);
    }

    /** A message whose body is in several arrays; neither they nor the outer one are copied. */
    public static Message ofChunks(Address address, ContentHeader header, byte[][] chunks, long arrivalMillis) {
        if (chunks.length == 1) {
            return of(address, header, chunks[0], arrivalMillis);
        }
        int bodySize = 0;
        for (byte[] chunk : chunks) {
            bodySize = Math.addExact(bodySize, chunk.length);
        }
        return new Message(address, header, chunks, bodySize, arrivalMillis);
    }

    public Address address() {
        return address;
    }

    public ContentHeader header() {
        return header;
    }

    /** Milliseconds since 1970-01-01 UTC. */
    public long arrivalMillis() {
        return arrivalMillis;
    }

    /** Bytes in all chunks. */
    public int bodySize() {
        return bodySize;
    }

    /** 0 if the body is empty. */
    public int chunkCount() {
        return body instanceof byte[][] chunks ? chunks.length : 1;
    }

    /** Not a copy: nobody may change it. */
    public byte[] chunk(int index) {
        if (body instanceof byte[][] chunks) {
            return chunks[index];
        }
        Objects.checkIndex(index, 1);
        return (byte[]) body;
    }

    /** The whole body in one array; a copy if it is in several. */
    public byte[] body() {
        if (body instanceof byte[] only) {
            return only;
        }
        byte[] whole = new byte[bodySize];
        int size = 0;
        for (byte[] chunk : (byte[][]) body) {
            System.arraycopy(chunk, 0, whole, size, chunk.length);
            size += chunk.length;
        }
        return whole;
    }

    /** What the message counts in memory budgets, in bytes: body, header, address, and the objects around them. */
    public int size() {
        return bodySize
                + chunkCount() * CHUNK_OVERHEAD_SIZE
                + header.raw().length
                + address.wire().length
                + OVERHEAD_SIZE;
    }

    /** The same message with another time of arrival, in milliseconds since 1970-01-01 UTC. */
    public Message arrivedAt(long millis) {
        return millis == arrivalMillis ? this : new Message(address, header, body, bodySize, millis);
    }

    /** The same message, addressed elsewhere; the body is shared. */
    public Message withAddress(Address other) {
        return new Message(other, header, body, bodySize, arrivalMillis);
    }

    /** The same message with other properties; the body is shared. */
    public Message withHeader(ContentHeader other) {
        return new Message(address, other, body, bodySize, arrivalMillis);
    }

    @Override
    public String toString() {
        return "Message[" + address + ", " + bodySize + " bytes]";
    }
}
