package dev.leveret.server.channel;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.server.connection.ConnectionContext;
import java.util.ArrayDeque;

/**
 * What a client sent on a channel that waits for an answer: docs/decisions/0002. When it is full the connection stops
 * reading until it is empty again.
 */
final class Backlog {

    private static final int FRAMES_MAX = 256;
    private static final int BYTES_MAX = 1 << 20;

    /** What a frame costs besides a body. */
    private static final int FRAME_COST = 64;

    /** One frame, decoded. */
    sealed interface Entry {

        record Method(ToChannel method) implements Entry {}

        record Header(int classId, long bodySize, ContentHeader header) implements Entry {}

        record Body(byte[] chunk) implements Entry {}
    }

    private final ConnectionContext connection;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean full;

    Backlog(ConnectionContext connection) {
        this.connection = connection;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += cost(entry);
        connection.backlog().added(cost(entry));
        if (!full && (entries.size() >= FRAMES_MAX || bytes >= BYTES_MAX)) {
            full = true;
            connection.pauseReading();
        }
    }

    /** The oldest entry, or null. */
    Entry poll() {
        Entry entry = entries.poll();
        if (entry != null) {
            bytes -= cost(entry);
            connection.backlog().taken(cost(entry));
            resumeIfEmpty();
        }
        return entry;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
        connection.backlog().taken(bytes);
        bytes = 0;
        resumeIfEmpty();
    }

    private void resumeIfEmpty() {
        if (full && entries.isEmpty()) {
            full = false;
            connection.resumeReading();
        }
    }

    private static int cost(Entry entry) {
        return switch (entry) {
            case Entry.Method method -> FRAME_COST;
            case Entry.Header header -> FRAME_COST + header.header().raw().length;
            case Entry.Body body -> FRAME_COST + body.chunk().length;
        };
    }
}
