package dev.leveret.interop.clients;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A client program, run as its user runs it. It finds the broker by {@code AMQP_URL}, or by {@code AMQP_HOST} and {@code AMQP_PORT};
 * what it prints is looked at, what it writes to standard error is shown when it fails.
 */
final class RunningProgram implements AutoCloseable {

    /** An interpreter takes its time on a busy machine. */
    private static final int SECONDS = 120;

    private static final String END = "\0"; // no line has it

    private final String name;
    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private RunningProgram(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
    }

    static RunningProgram start(Broker broker, Language language, Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(language.command(program));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("program", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(language.folder().toFile())
                .redirectError(errors.toFile());
        builder.environment().put("AMQP_HOST", broker.host());
        builder.environment().put("AMQP_PORT", Integer.toString(broker.port()));
        builder.environment().put("AMQP_URL", "amqp://guest:guest@" + broker.host() + ":" + broker.port() + "/%2f");
        builder.environment().put("PYTHONUNBUFFERED", "1");
        RunningProgram running = new RunningProgram(language + "/" + program, builder.start(), errors);
        Thread.ofVirtual().name("program-output").start(running::readLines);
        return running;
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output could not be read any further: " + e + ")");
        }
        lines.add(END);
    }

    /** Reads on to a line that contains this text, and answers it. */
    String awaitLine(String text) throws Exception {
        String line;
        do {
            line = Deadline.next(lines, name + " prints " + text + whatItSaid(), SECONDS);
            if (line.equals(END)) {
                throw new AssertionError(name + " ended without printing " + text + whatItSaid());
            }
        } while (!line.contains(text));
        return line;
    }

    /** Hands over each line that it prints until it ends, which it must do well. */
    void eachLine(Consumer<String> taker) throws Exception {
        for (String line = next(); !line.equals(END); line = next()) {
            taker.accept(line);
        }
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(name + " failed" + whatItSaid());
        }
    }

    private String next() throws InterruptedException, IOException {
        return Deadline.next(lines, name + " prints or ends" + whatItSaid(), SECONDS);
    }

    private String whatItSaid() throws IOException {
        return "; standard error: " + Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Files.delete(errors);
    }
}
