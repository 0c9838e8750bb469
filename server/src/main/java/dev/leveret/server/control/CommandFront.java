package dev.leveret.server.control;

import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.admin.AdminConfig;
import dev.leveret.server.control.admin.AdminUsage;
import dev.leveret.server.control.admin.AdminWords;
import dev.leveret.server.control.verb.CommandWords;
import dev.leveret.server.control.verb.Output;
import dev.leveret.server.control.verb.PluginRequests;
import dev.leveret.server.control.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The side of a command that is where it is typed: help, a password from standard input, waiting for a broker to come. */
public final class CommandFront {

    private static final Set<String> WITH_PASSWORD = Set.of("add_user", "change_password", "authenticate_user");
    private static final String AWAIT_SECONDS = "300";
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** With it, a third longer as base64, a line of the control socket is not too long. */
    private static final int PAYLOAD_BYTES_MAX = 8 << 20;

    private final String version;
    private final InputStream input;
    private final Path home;

    /**
     * @param version of RabbitMQ, whose behaviour is followed
     * @param input where a password comes from that is not among the words, and a payload
     * @param home of the user, who may have a file for rabbitmqadmin there
     */
    public CommandFront(String version, InputStream input, Path home) {
        this.version = version;
        this.input = input;
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
                case "stop", "shutdown" -> Shutdown.run(data, tool, words);
                case "await_startup", "wait" -> await(data, tool, given, words);
                default -> tool == Tool.PLUGINS
                        ? plugins(data, given)
                        : ControlClient.command(data, tool, withPassword(given, words));
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
            return ControlClient.command(data, Tool.ADMIN, withPayload(given, words));
        } catch (RequestException e) {
            return Ended.failedAdmin(e);
        }
    }

    /** What a publish has no word for is on standard input. */
    private List<String> withPayload(List<String> given, AdminWords words) throws IOException, RequestException {
        if (!words.action().equals("publish") || words.arguments().stream().anyMatch(word -> word.startsWith("payload="))) {
            return given;
        }
        byte[] payload = input.readNBytes(PAYLOAD_BYTES_MAX + 1);
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new RequestException("a payload of more than " + PAYLOAD_BYTES_MAX + " bytes can't be passed on");
        }
        List<String> all = new ArrayList<>(given);
        all.addAll(List.of("payload=" + Base64.getEncoder().encodeToString(payload), "payload_encoding=base64"));
        return all;
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

    /** The first line of standard input, so that it stands neither in the history of a shell nor in the list of processes. */
    private List<String> withPassword(List<String> given, CommandWords words) throws IOException {
        if (!WITH_PASSWORD.contains(words.verb()) || words.arguments().size() != 1) {
            return given;
        }
        List<String> all = new ArrayList<>(given);
        firstLine().ifPresent(line -> all.addAll(List.of("--", line))); // it may look like an option
        return all;
    }

    /** It may be empty; there is none if nothing is there to be read. */
    private Optional<String> firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }
}
