package dev.leveret.interop.definitions;

import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A broker with somebody at its command line. */
final class OperatedBroker implements AutoCloseable {

    private final Path data;
    private final String[] settings;
    private BrokerProcess process;
    private Client client;

    /** @param settings as for {@link BrokerProcess#start} */
    OperatedBroker(Path data, String... settings) {
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

    /** Runs a command, and answers what it has printed; fails if that fails. */
    String run(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--data");
        all.add(data.toString());
        return BrokerProcess.run(all.toArray(String[]::new));
    }

    /** Ends it with SIGKILL and starts it again. */
    void killAndRestart() throws Exception {
        process.kill();
        client.close();
        start();
    }

    @Override
    public void close() throws IOException, TimeoutException {
        client.close();
        process.close();
    }
}
