package dev.leveret.server.rehearsal;

import dev.leveret.server.Broker;
import dev.leveret.server.BrokerSeams;
import dev.leveret.server.Main;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.CommandLine;
import dev.leveret.server.config.ConfigException;
import dev.leveret.store.StoreException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts the broker on an empty folder and again on what that has left, and has clients come and go.
 *
 * <p>The JVM that runs this writes down which classes were needed and which methods were busy (JEP 483 and 515; before JDK 25 an
 * archive of classes), so that real starts and their first clients find all of it ready:
 * {@code java -XX:AOTCacheOutput=... -cp leveret.jar dev.leveret.server.rehearsal.Rehearsal FOLDER}.
 */
public final class Rehearsal {

    private static final int VISITS = 3;
    private static final String GUEST = "guest";

    /** Somebody whose password is worth stretching. */
    private static final String USER = "rehearsal";

    private Rehearsal() {}

    /**
     * Ends the process, with 0 if all went well.
     *
     * @param args the data folder, which should be empty
     */
    public static void main(String[] args) throws IOException, StoreException {
        if (args.length != 1) {
            throw new ConfigException("a rehearsal needs a data folder and nothing else");
        }
        Path data = Path.of(args[0]);
        firstStart(data);
        laterStart(data);
        System.exit(0);
    }

    /** Leaves a durable queue with a message and a user behind. */
    static void firstStart(Path data) throws IOException, StoreException {
        BrokerSettings settings = settings(data);
        try (Broker broker = Broker.start(settings, BrokerSeams.real(settings))) {
            visit(broker.port(), GUEST);
            control(data, "add_user", USER, USER);
            control(data, "set_permissions", USER, ".*", ".*", ".*");
            visit(broker.port(), USER);
        }
    }

    private static BrokerSettings settings(Path data) {
        String[] args = {"server", "--port", "0", "--data", data.toString()};
        return switch (CommandLine.parse(args, Map.of(), "")) {
            case CommandLine.Run run -> run.settings();
            case CommandLine other -> throw new IllegalStateException("no start but " + other);
        };
    }

    /** As the launcher does it. What is started ends with the process. */
    private static void laterStart(Path data) throws IOException {
        int port = freePort();
        Main.main(new String[] {"server", "--port", Integer.toString(port), "--data", data.toString()});
        visit(port, USER);
        control(data, "status");
        control(data, "list_queues");
    }

    private static void visit(int port, String user) throws IOException {
        for (int i = 0; i < VISITS; i++) {
            try (Visitor visitor = new Visitor(port)) {
                visitor.visit(user, user);
            }
        }
    }

    /** Ends the process if it fails. */
    private static void control(Path data, String... words) {
        String[] args = new String[words.length + 2];
        System.arraycopy(words, 0, args, 0, words.length);
        args[words.length] = "--data";
        args[words.length + 1] = data.toString();
        Main.main(args);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
