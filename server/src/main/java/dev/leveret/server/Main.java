package dev.leveret.server;

import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.CommandLine;
import dev.leveret.server.config.ConfigException;
import dev.leveret.server.connection.ServerProperties;
import dev.leveret.server.control.CommandFront;
import dev.leveret.server.control.ControlClient;
import dev.leveret.server.control.Ended;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.logging.LogOutputs;
import dev.leveret.store.StoreCheck;
import dev.leveret.store.StoreException;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the broker from the command line. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private Main() {}

    /** Runs until the process is told to stop. Exit code 1 and a line on stderr, or one for each wrong setting, if it cannot do what it was asked to. */
    public static void main(String[] args) {
        CompletableFuture<Broker> broker = new CompletableFuture<>();
        int exitCode = 0;
        try {
            exitCode = run(CommandLine.parse(args, System.getenv(), Version.text()), broker);
        } catch (ConfigException | StoreException | RequestException | IOException e) {
            String.valueOf(e.getMessage()).lines().forEach(line -> System.err.println("leveret: " + line));
            exitCode = 1;
        } finally {
            broker.cancel(false); // means nothing to one that runs
        }
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Answers the exit code; what is started has none yet. */
    private static int run(CommandLine line, CompletableFuture<Broker> broker) throws IOException, StoreException, RequestException {
        if (line instanceof CommandLine.Errand errand) { // no switch over types: the JVM would make one anew at each start
            return run(errand);
        }
        start((CommandLine.Run) line, broker);
        return 0;
    }

    private static int run(CommandLine.Errand errand) throws IOException, StoreException, RequestException {
        switch (errand) {
            case CommandLine.Print print -> System.out.println(print.text());
            case CommandLine.Check check -> DataReport.of(StoreCheck.run(check.data())).forEach(System.out::println);
            case CommandLine.Backup backup -> System.out.println(ControlClient.backup(backup.data(), backup.target()));
            case CommandLine.Control control -> {
                return run(control);
            }
            case CommandLine.Unknown unknown -> {
                return told(CommandFront.unknown(unknown.word(), unknown.known()));
            }
        }
        return 0;
    }

    /** Answers the exit code, which is that of RabbitMQ's tool. */
    private static int run(CommandLine.Control control) throws IOException {
        Path home = Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")));
        CommandFront front = new CommandFront(ServerProperties.COMPATIBLE_VERSION, System.in, home);
        return told(front.run(control.data(), control.tool(), control.words()));
    }

    private static int told(Ended ended) {
        print(System.out, ended.printed());
        print(System.err, ended.error());
        return ended.exitCode();
    }

    private static void print(PrintStream stream, String lines) {
        if (!lines.isEmpty()) {
            stream.println(lines);
        }
    }

    private static void start(CommandLine.Run run, CompletableFuture<Broker> broker)
            throws IOException, StoreException {
        if (System.getProperty(LEAK_DETECTION) == null) {
            // Samples a buffer in 128, for a fifth of what writing a delivery costs. Tests look at every one.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        LogOutputs.apply(run.settings().node().log());
        // Order: before the store opens. From here on a signal is answered by an orderly end.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "stop"));
        LOG.info("Leveret {} starting", Version.text());
        run.warnings().forEach(LOG::warn);
        Broker started = start(run.settings());
        broker.complete(started);
        started.failure().thenRunAsync(() -> System.exit(1));
        started.stopWanted().thenRunAsync(() -> System.exit(0));
    }

    private static Broker start(BrokerSettings settings) throws IOException, StoreException {
        try {
            return Broker.start(settings, BrokerSeams.real(settings));
        } catch (StoreException e) {
            throw new StoreException(e.getMessage() + StartAdvice.of(e), e);
        }
    }

    /**
     * To be told to stop is no failure, so the exit code is 0 and not the signal's. A start that has begun is ended first: a
     * store that is open can be closed, one that is half open cannot.
     */
    private static void stop(CompletableFuture<Broker> broker) {
        int exitCode = 0;
        try {
            Broker running = broker.join();
            running.close();
            exitCode = running.failure().isDone() ? 1 : 0;
        } catch (CancellationException neverStarted) {
            exitCode = 1;
        }
        LogOutputs.stop();
        Runtime.getRuntime().halt(exitCode);
    }
}
