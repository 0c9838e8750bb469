package dev.leveret.server.control;

import dev.leveret.server.auth.Hashing;
import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.admin.AdminConfig;
import dev.leveret.server.control.admin.AdminUsage;
import dev.leveret.server.control.admin.AdminWords;
import dev.leveret.server.control.verb.CommandWords;
import dev.leveret.server.control.verb.Output;
import dev.leveret.server.control.verb.PluginRequests;
import dev.leveret.server.control.verb.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The side of a command that is where it is typed: help, what is on standard input, waiting for a broker to come. */
public final class CommandFront {

    private static final String AWAIT_SECONDS = "300";
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final String version;
    private final StandardInput input;
    private final Path home;

    /**
     * @param version of RabbitMQ, whose behaviour is followed
     * @param input where a password comes from that is not among the words, a payload, and definitions
     * @param home of the user, who may have a file for rabbitmqadmin there
     */
    public CommandFront(String version, InputStream input, Path home) {
        this.version = version;
        this.input = new StandardInput(input);
        this.home = home;
    }

    /**
     * Carries out a command.
     *
     * @param data folder of the broker
     * @param given the words behind the tool's name
     */
    public Ended run(Path data, Tool tool, List<String> given) throws IOException {
        if (tool == Tool.ADMIN) {
            return admin(data, given);
        }
        try {
            CommandWords words = CommandWords.sort(tool, given);
            if (words.has("help") && ControlVerbs.of(tool).containsKey(words.verb())) {
                return new Ended(0, ControlVerbs.help(tool, words.verb()), "");
            }
            if (!words.verb().isEmpty()) {
                CommandWords.of(tool, given); // Order: what is wrong with them is said before anybody is asked
            }
            return switch (words.verb()) {
                case "" -> words.has("help")
                        ? new Ended(0, ControlVerbs.help(tool), "")
                        : new Ended(ExitCode.USAGE.number(), "", "\n" + ControlVerbs.help(tool));
                case "help" -> help(tool, words);
                case "version" -> new Ended(0, version, "");
                case "hash_password" -> hash(words);
                case "stop", "shutdown" -> Shutdown.run(data, tool, words);
                case "await_startup" -> await(data, tool, given, words);
                case "wait" -> {
                    requireProcess(words);
                    yield await(data, tool, given, words);
                }
                default -> tool == Tool.PLUGINS
                        ? plugins(data, given)
                        : ControlClient.command(data, tool, input.added(given, words));
            };
        } catch (RequestException e) {
            return e.exitCode() == ExitCode.UNAVAILABLE ? unavailable(data, e) : Ended.failed(e, "");
        }
    }

    private Ended admin(Path data, List<String> typed) throws IOException {
        try {
            List<String> given = AdminConfig.before(typed, home);
            AdminWords words = AdminWords.of(given);
            if (words.has("version")) {
                return new Ended(0, "rabbitmqadmin " + version, "");
            }
            if (words.has("help") || words.action().equals("help")) {
                return new Ended(0, AdminUsage.help(), "");
            }
            if (words.action().isEmpty()) {
                throw AdminUsage.misuse("Action not specified");
            }
            return ControlClient.command(data, Tool.ADMIN, input.added(given, words));
        } catch (RequestException e) {
            return Ended.failedAdmin(e);
        }
    }

    /** Without a broker the answer is the same, since nothing is ever switched: scripts do that before they start one. */
    private Ended plugins(Path data, List<String> given) throws RequestException {
        try {
            return ControlClient.command(data, Tool.PLUGINS, given);
        } catch (RequestException e) {
            if (e.exitCode() != ExitCode.UNAVAILABLE) {
                throw e;
            }
            return pluginsAlone(given);
        }
    }

    private Ended pluginsAlone(List<String> given) throws RequestException {
        CommandWords words = CommandWords.of(Tool.PLUGINS, given);
        Map<String, Verb> verbs = new HashMap<>();
        new PluginRequests("leveret", version).addTo(verbs);
        Output out = new Output(words);
        try {
            verbs.get(words.verb()).run(words, out);
            return new Ended(ExitCode.OK.number(), out.text(), "");
        } catch (RequestException e) {
            return Ended.failed(e, out.text());
        }
    }

    private static Ended help(Tool tool, CommandWords words) throws RequestException {
        return new Ended(0, words.arguments().isEmpty()
                ? ControlVerbs.help(tool)
                : CommandWords.help(tool, words.arguments().getFirst()), "");
    }

    /** The first word of a command line that means nothing; the {@code known} ones may have been meant. */
    public static Ended unknown(String word, List<String> known) {
        return Ended.failed(CommandWords.unknown(Tool.RABBITMQCTL, word, known), "");
    }

    private static Ended unavailable(Path data, RequestException reason) {
        return new Ended(ExitCode.UNAVAILABLE.number(), "",
                "Error: unable to perform an operation on the broker in '" + data + "'. Target node is not running, or this user"
                        + " may not use its control socket.\n\n" + reason.getMessage());
    }

    /** What it names is not looked at: who is waited for is the broker of the folder. */
    private static void requireProcess(CommandWords words) throws RequestException {
        if (words.arguments().isEmpty() && !words.has("pid")) {
            throw words.misused("\"No pid or pidfile specified\"");
        }
    }

    private Ended await(Path data, Tool tool, List<String> given, CommandWords words) throws RequestException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(words.option("timeout", AWAIT_SECONDS)));
        while (true) {
            try {
                return ControlClient.command(data, tool, given);
            } catch (RequestException e) {
                if (e.exitCode() != ExitCode.UNAVAILABLE || System.nanoTime() >= end) {
                    throw e;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
        }
    }

    /** For files of definitions: in the form that RabbitMQ takes too. Nobody has to be asked for it. */
    private Ended hash(CommandWords words) throws IOException, RequestException {
        Optional<String> typed = words.arguments().isEmpty() ? input.firstLine() : words.arguments().stream().findFirst();
        String password = typed.filter(text -> !text.isEmpty()).orElseThrow(() ->
                new RequestException(ExitCode.DATA, "Password is not provided via argument or stdin"));
        String told = words.arguments().isEmpty() ? "Will hash provided password\n" : "Will hash password " + password + "\n";
        String hash = Hashing.SHA_256.of(password.getBytes(StandardCharsets.UTF_8)).text();
        return new Ended(ExitCode.OK.number(), (words.isTold() ? told : "") + hash, "");
    }
}
