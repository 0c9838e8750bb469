package dev.leveret.interop.clients;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The broker of one language's suite: a process of ours, or the one that {@code -Dbroker=host:port} names. */
record OwnBroker(Broker broker, BrokerProcess process, Path log) implements AutoCloseable {

    static OwnBroker start(Path data, String name) {
        String given = System.getProperty("broker", "");
        if (!given.isEmpty()) {
            return new OwnBroker(Broker.given(given), null, null);
        }
        BrokerProcess process = BrokerProcess.start(data);
        return new OwnBroker(process.broker(), process, Path.of("target", "clients-" + name + ".log"));
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Files.writeString(log, process.logText() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            process.close();
        }
    }
}
