package dev.leveret.server.control;

import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.verb.CommandWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The side of a command that is where it is typed: help, a password from standard input, waiting for a broker to come. */
public final class CommandFront {

    private static final Set<String> WITH_PASSWORD = Set.of("add_user", "change_password", "authenticate_user");
    private static final int AWAIT_SECONDS = 300;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final String version;
    private final InputStream input;

    /**
     * @param version of RabbitMQ, whose behaviour is followed
     * @param input where a password comes from that is not among the words
     */
    public CommandFront(String version, InputStream input) {
        this.version = version;
        this.input = input;
    }

    /**
     * Carries out a command.
     *
     * @param data folder of the broker
     * @param given the words behind the tool's name
     */
    public Ended run(Path data, Tool tool, List<String> given) throws IOException {
        if (tool == Tool.ADMIN) {
            return new Ended(1, "", "*** rabbitmqadmin is not there: it needs the HTTP API. rabbitmqctl has users, virtual hosts,"
                    + " permissions, policies, lists, purge_queue and delete_queue, and import_definitions declares the rest.");
        }
        try {
            CommandWords words = CommandWords.sort(tool, given);
            return switch (words.verb()) {
                case "" -> new Ended(words.has("help") ? 0 : ExitCode.USAGE.number(), ControlVerbs.help(tool), "");
                case "help" -> help(tool, words);
                case "version" -> new Ended(0, version, "");
                case "await_startup", "wait" -> await(data, tool, given, words);
                default -> ControlClient.command(data, tool, withPassword(given, words));
            };
        } catch (RequestException e) {
            return e.exitCode() == ExitCode.UNAVAILABLE ? unavailable(data, e) : Ended.failed(e, "");
        }
    }

    private static Ended help(Tool tool, CommandWords words) {
        String verb = words.arguments().stream().findFirst().orElse("");
        return new Ended(0, ControlVerbs.of(tool).containsKey(verb) ? ControlVerbs.help(tool, verb) : ControlVerbs.help(tool), "");
    }

    private static Ended unavailable(Path data, RequestException reason) {
        return new Ended(ExitCode.UNAVAILABLE.number(), "",
                "Error: unable to perform an operation on the broker in '" + data + "'. Target node is not running, or this user"
                        + " may not use its control socket.\n\n" + reason.getMessage());
    }

    private Ended await(Path data, Tool tool, List<String> given, CommandWords words) throws RequestException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds(words));
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

    private static long seconds(CommandWords words) throws RequestException {
        String text = words.option("timeout", Integer.toString(AWAIT_SECONDS));
        if (!text.matches("\\d{1,9}")) {
            throw new RequestException(ExitCode.USAGE, "--timeout needs a number of seconds: " + text);
        }
        return Long.parseLong(text);
    }

    /** The first line of standard input, so that it stands neither in the history of a shell nor in the list of processes. */
    private List<String> withPassword(List<String> given, CommandWords words) throws IOException {
        if (!WITH_PASSWORD.contains(words.verb()) || words.arguments().size() != 1) {
            return given;
        }
        String line = firstLine();
        if (line.isEmpty()) {
            return given;
        }
        List<String> all = new ArrayList<>(given);
        all.addAll(List.of("--", line)); // it may look like an option
        return all;
    }

    private String firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
