package dev.leveret.interop.durability;

import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** A broker that a test ends and starts again on the same folder, with a client that is new each time. */
final class RestartableBroker implements AutoCloseable {

    /** How the broker is ended. */
    enum End {
        /** SIGTERM, as an operator does. */
        STOPPED,
        /** SIGKILL, as the kernel does when memory is short. */
        KILLED
    }

    private final Path data;
    private final String[] settings;
    private BrokerProcess process;
    private Client client;

    /** @param settings as for {@link BrokerProcess#start} */
    RestartableBroker(Path data, String... settings) {
        this.data = data;
        this.settings = settings;
        start();
    }

    private void start() {
        process = BrokerProcess.start(data, settings);
        client = new Client(process.broker());
    }

    Client client() {
        return client;
    }

    BrokerProcess process() {
        return process;
    }

    /** Ends the broker while its clients are connected, and starts it again. */
    void restart(End end) throws Exception {
        switch (end) {
            case STOPPED -> process.stop();
            case KILLED -> process.kill();
        }
        client.close();
        start();
    }

    @Override
    public void close() throws IOException, TimeoutException {
        client.close();
        process.close();
    }
}
