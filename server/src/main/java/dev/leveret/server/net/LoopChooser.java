package dev.leveret.server.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;

/**
 * Chooses the loop of a connection. The first loop is filled before the second one gets any, up to a number of
 * connections, and so on; when all are filled, the one with the fewest is next.
 *
 * <p>What stays on one loop needs no other thread to be woken: a publisher and a consumer that share a loop cost half
 * as much as two that do not, and a few connections rarely have work for more than one core. docs/decisions/0006
 */
public final class LoopChooser implements EventExecutorChooserFactory, EventExecutorChooserFactory.EventExecutorChooser {

    private final int layer;

    private EventExecutor[] loops = {};
    private int[] connections = {};

    /** @param layer how many connections a loop gets before the next one gets any */
    LoopChooser(int layer) {
        this.layer = layer;
    }

    @Override
    public EventExecutorChooser newChooser(EventExecutor[] executors) {
        loops = executors;
        connections = new int[executors.length];
        return this;
    }

    /** The loop of a new connection, which counts from now on. From any thread; once a connection, so a lock will do. */
    @Override
    public synchronized EventExecutor next() {
        int chosen = 0;
        for (int i = 0; i < loops.length; i++) {
            if (connections[i] < layer) {
                chosen = i;
                break;
            }
            if (connections[i] < connections[chosen]) {
                chosen = i;
            }
        }
        connections[chosen]++;
        return loops[chosen];
    }

    /** A connection of this loop has ended. From any thread. */
    synchronized void left(EventLoop loop) {
        for (int i = 0; i < loops.length; i++) {
            if (loops[i] == loop) {
                connections[i]--;
            }
        }
    }
}
