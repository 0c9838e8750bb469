package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.TestBroker;
import dev.leveret.server.config.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A broker with somebody at its command line, in this process: all but reading the words of main. */
final class CommandedBroker implements AutoCloseable {

    private final Path data;
    private final TestBroker broker;

    CommandedBroker(Path data, String... settings) {
        this.data = data;
        this.broker = TestBroker.start(data, Stream.concat(
                Stream.of("nodename", "node@here", "cluster_name", "warren"), Stream.of(settings)).toArray(String[]::new));
    }

    TestBroker broker() {
        return broker;
    }

    /** Runs a command of rabbitmqctl to its end. */
    Ended run(String... words) {
        return run(Tool.RABBITMQCTL, "", words);
    }

    /** @param input what is there on standard input */
    Ended run(Tool tool, String input, String... words) {
        var front = new CommandFront("9.9.9", new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), data);
        try {
            return front.run(data, tool, List.of(words));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a command prints that must succeed. */
    String printed(String... words) {
        Ended ended = run(words);
        assertEquals(new Ended(0, ended.printed(), ""), ended);
        return ended.printed();
    }

    @Override
    public void close() {
        broker.close();
    }
}
