package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.BrokerProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The broker of one language's suite: a process of ours, or the one that {@code -Dbroker=host:port} names. */
record OwnBroker(Broker broker, BrokerProcess process, Path data, Path log) implements AutoCloseable {

    private static final String GIVEN = System.getProperty("broker", "");

    /** Whether none is given. */
    static boolean isOurs() {
        return GIVEN.isEmpty();
    }

    static OwnBroker start(Path data, String name) {
        if (!isOurs()) {
            return new OwnBroker(Broker.given(GIVEN), null, null, null);
        }
        BrokerProcess process = BrokerProcess.start(data);
        return new OwnBroker(process.broker(), process, data, Path.of("target", "clients-" + name + ".log"));
    }

    /** Whether {@link #operate} can: at one that is not ours it takes the command that {@code -Dbroker.control} names. */
    static boolean isOperated() {
        return isOurs() || System.getProperty("broker.control") != null;
    }

    /** Gives it a command as its operator does. */
    void operate(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        try {
            if (process != null) {
                all.addAll(List.of("--data", data.toString()));
                BrokerProcess.run(all.toArray(String[]::new));
                return;
            }
            all.addAll(0, List.of(System.getProperty("broker.control").split(" ")));
            int exitCode = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor();
            assertEquals(0, exitCode, () -> String.join(" ", all));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", all), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Files.writeString(log, process.logText() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            process.close();
        }
    }
}
