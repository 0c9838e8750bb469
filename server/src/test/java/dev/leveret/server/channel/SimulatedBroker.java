package dev.leveret.server.channel;

import dev.leveret.amqp.method.ToChannel;
import dev.leveret.server.loop.SimulatedLoops;
import dev.leveret.server.vhost.SimulatedStore;
import dev.leveret.server.vhost.VirtualHost;
import java.util.List;

/** Loops, a store and a virtual host for simulated clients. */
final class SimulatedBroker {

    final SimulatedLoops loops;
    final SimulatedStore store;
    final VirtualHost vhost;
    private long clients;

    SimulatedBroker(int loopCount, long seed) {
        loops = new SimulatedLoops(loopCount, seed);
        store = new SimulatedStore(loops.loops());
        vhost = store.vhost("/");
    }

    /** A client on a loop, with channel 1 open. */
    SimulatedClient client(int loop) {
        SimulatedClient client = new SimulatedClient(++clients, loops.at(loop), vhost);
        on(client, () -> client.open(1));
        return client;
    }

    /** Does something on a client's loop, and nothing else. */
    void on(SimulatedClient client, Runnable task) {
        loops.on(client.loop().index(), task);
    }

    /** Sends a method on channel 1 and waits until nobody has anything to do; the answers. */
    List<String> ask(SimulatedClient client, ToChannel method) {
        on(client, () -> client.send(1, method));
        return settle(client);
    }

    /** Publishes on channel 1 to the default exchange; what came back. */
    List<String> publish(SimulatedClient client, String queue, String body) {
        on(client, () -> client.publish(1, "", queue, body));
        return settle(client);
    }

    /** Waits until nobody has anything to do. */
    List<String> settle(SimulatedClient client) {
        loops.untilIdle();
        return client.received();
    }
}
