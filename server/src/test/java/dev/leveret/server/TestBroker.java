package dev.leveret.server;

import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.ResourceProbe;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.logging.LogOutputs;
import dev.leveret.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A real broker on a free port, with its timers in the test's hands and nothing ever short. One loop, so that all is in
 * order.
 */
public final class TestBroker implements AutoCloseable {

    private final VirtualTimers timers = new VirtualTimers();
    private final Broker broker;

    private TestBroker(BrokerSettings settings) {
        LogOutputs.setLevel(LogLevel.NONE);
        try {
            broker = Broker.start(settings, new BrokerSeams(timers::on, timers::now, timers::now, new Plenty()));
        } catch (IOException | StoreException e) {
            throw new AssertionError(e);
        }
    }

    /** With settings as key, value, key, value. */
    public static TestBroker start(Path data, String... settings) {
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.1", "127.0.0.1:0", "test");
        raw.set("leveret.data", data.toString(), "test");
        raw.set("leveret.loops", "1", "test");
        raw.set("password_hashing_module", "rabbit_password_hashing_sha256", "test"); // checked at once
        raw.set("leveret.resource_check_interval", "60000", "test"); // alarms are the test's to set
        raw.set("leveret.shutdown_timeout", "5000", "test");
        for (int i = 0; i < settings.length; i += 2) {
            raw.set(settings[i], settings[i + 1], "test");
        }
        return new TestBroker(SettingsReader.read(raw));
    }

    public int port() {
        return broker.port();
    }

    public VirtualTimers timers() {
        return timers;
    }

    public Alarms alarms() {
        return broker.alarms();
    }

    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        broker.close();
    }

    /** More than enough of everything. */
    private record Plenty() implements ResourceProbe {

        @Override
        public long memoryUsed() {
            return 0;
        }

        @Override
        public long memoryLive() {
            return 0;
        }

        @Override
        public long memoryRoom() {
            return Long.MAX_VALUE;
        }

        @Override
        public long memoryTotal() {
            return Long.MAX_VALUE;
        }

        @Override
        public long diskFree() {
            return Long.MAX_VALUE;
        }

        @Override
        public long machineMemory() {
            return Long.MAX_VALUE;
        }

        @Override
        public int filesMax() {
            return Integer.MAX_VALUE;
        }
    }
}
