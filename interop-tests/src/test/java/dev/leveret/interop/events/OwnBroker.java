package dev.leveret.interop.events;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import java.io.IOException;
import java.nio.file.Path;

/** A broker that nobody else talks to, so that all that it tells is of this test; or the one named on the command line. */
record OwnBroker(Broker broker, BrokerProcess process, Path data) implements AutoCloseable {

    /** What one of these tests does is seen by the others, if it is the one named on the command line. */
    static final String LOCK = "a broker's own exchanges";

    static OwnBroker start(Path data) {
        String given = System.getProperty("broker", "");
        if (!given.isEmpty()) {
            return new OwnBroker(Broker.given(given), null, null);
        }
        BrokerProcess process = BrokerProcess.start(data);
        return new OwnBroker(process.broker(), process, data);
    }

    Client client() {
        return new Client(broker);
    }

    /** Turns tracing on or off, as an operator does; a given broker has it on. */
    void trace(boolean isOn) throws IOException, InterruptedException {
        if (process != null) {
            BrokerProcess.run(isOn ? "trace_on" : "trace_off", "-p", "/", "--data", data.toString());
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
