package dev.leveret.server;

import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.CommandLine;
import dev.leveret.server.config.ConfigException;
import dev.leveret.server.logging.ConsoleLog;
import dev.leveret.store.StoreException;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;

/** Starts the broker from the command line. */
public final class Main {

    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private Main() {}

    /** Runs until the process is told to stop. Exit code 1 and one line on stderr if it cannot start. */
    public static void main(String[] args) {
        try {
            switch (CommandLine.parse(args, Version.text())) {
                case CommandLine.Print print -> System.out.println(print.text());
                case CommandLine.Run run -> start(run.settings());
            }
        } catch (ConfigException | StoreException | IOException e) {
            System.err.println("leveret: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void start(BrokerSettings settings) throws IOException, StoreException {
        if (System.getProperty(LEAK_DETECTION) == null) {
            // Samples a buffer in 128, for a fifth of what writing a delivery costs. Tests look at every one.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        ConsoleLog.setLevel(settings.node().logLevel());
        Broker broker = Broker.start(settings, BrokerSeams.real(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "stop"));
    }

    /** To be told to stop is no failure, so the exit code is 0 and not the signal's. */
    private static void stop(Broker broker) {
        broker.close();
        ConsoleLog.stop();
        Runtime.getRuntime().halt(0);
    }
}
