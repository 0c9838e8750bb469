package dev.leveret.server.net;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.Intake;
import dev.leveret.server.auth.Authenticator;
import dev.leveret.server.auth.SaslMechanisms;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.TopologyLimits;
import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.connection.ConnectionLimits;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.StoreRounds;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreException;
import dev.leveret.store.StoreSettings;
import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything of a broker but its sockets and its time, on one loop that is run by hand. */
final class TestNode implements AutoCloseable {

    private final HandRunLoop thread = new HandRunLoop();
    private final BrokerLoops loops = BrokerLoops.onThreads(List.of(thread), () -> 0);
    private final BrokerStore store;
    private final BrokerServices services;

    TestNode(Path data, Authenticator authenticator) {
        this(data, authenticator, BrokerSettings.defaults());
    }

    TestNode(Path data, Authenticator authenticator, BrokerSettings settings) {
        try {
            store = BrokerStore.open(data, StoreSettings.defaults(), new StoreRounds(loops));
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        VirtualHosts hosts = VirtualHosts.open(store, loops, new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/"), TopologyLimits.NONE, Long.MAX_VALUE, Long.MAX_VALUE);
        hosts.make("/");
        services = new BrokerServices(
                settings,
                () -> FieldTable.EMPTY,
                authenticator,
                SaslMechanisms.of(settings.auth().logins()),
                new ConnectionLimits(authenticator, "leveret@test", settings.protocol().channelNodeMax()),
                hosts,
                new Alarms((resource, isShort) -> {}),
                new Intake());
    }

    HandFedConnection connect() {
        return new HandFedConnection(loops.at(0), services);
    }

    /** What makes a connection of this socket, whose timers never run out. */
    Reception reception(Channel socket, Admissions admissions) {
        return new Reception(Map.of(socket.eventLoop(), loops.at(0)), loop -> (millis, task) -> () -> {}, services,
                new Connections(), admissions);
    }

    /** Runs the loop until nothing is left to do. */
    void run() {
        thread.run();
    }

    @Override
    public void close() {
        store.close();
    }
}
