package dev.leveret.server.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is at the control socket, and since when each is waited for: for its request, or for taking its answer. For several
 * threads.
 */
final class ControlClients {

    /** How long a client is waited for. What it asks for may take as long as it likes. */
    static final long PATIENCE_MILLIS = 5_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Map<SocketChannel, Long> sinceMillis = new HashMap<>();
    private final Set<SocketChannel> cutOff = new HashSet<>();

    /** It is its turn to say or to take something. */
    synchronized void waitFor(SocketChannel client, long nowMillis) {
        sinceMillis.put(client, nowMillis);
    }

    /** It has said what it wants: the broker's turn. */
    synchronized void serve(SocketChannel client) {
        sinceMillis.put(client, NEVER);
    }

    /** It is gone. */
    synchronized void forget(SocketChannel client) {
        sinceMillis.remove(client);
        cutOff.remove(client);
    }

    synchronized boolean isEmpty() {
        return sinceMillis.isEmpty();
    }

    synchronized boolean isCutOff(SocketChannel client) {
        return cutOff.contains(client);
    }

    /** Closes those that are waited for too long, and answers how many they were. */
    synchronized int cutOff(long nowMillis) throws IOException {
        int before = cutOff.size();
        for (Map.Entry<SocketChannel, Long> waited : sinceMillis.entrySet()) {
            boolean isOver = waited.getValue() != NEVER && nowMillis - waited.getValue() >= PATIENCE_MILLIS;
            if (isOver && cutOff.add(waited.getKey())) {
                waited.getKey().close();
            }
        }
        return cutOff.size() - before;
    }

    /** Nothing more is read of any. */
    synchronized void hush() throws IOException {
        for (SocketChannel client : sinceMillis.keySet()) {
            if (client.isOpen()) {
                client.shutdownInput();
            }
        }
    }
}
