package dev.leveret.server.control;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.verb.CommandWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a broker's process, seen from where it is asked for. */
final class Shutdown {

    private static final String WAIT_SECONDS = "300";

    private Shutdown() {}

    /** Asks for it, and waits for it if that is wanted. */
    static Ended run(Path data, Tool tool, CommandWords words) throws RequestException {
        boolean isStop = words.verb().equals("stop");
        Ended answer;
        try {
            answer = ControlClient.command(data, tool, List.of(words.verb()));
        } catch (RequestException e) {
            if (isStop && words.has("idempotent") && e.exitCode() == ExitCode.UNAVAILABLE) {
                return new Ended(0, words.isTold() ? "The broker is not running" : "", "");
            }
            throw e;
        }
        if (answer.exitCode() != 0) {
            return answer;
        }
        String[] nodeAndPid = answer.printed().split(" ");
        return isStop ? stop(words, nodeAndPid[0], nodeAndPid[1]) : shutDown(words, nodeAndPid[0], nodeAndPid[1]);
    }

    private static Ended stop(CommandWords words, String node, String pid) throws RequestException {
        Optional<String> file = words.arguments().stream().findFirst();
        if (file.isPresent()) {
            await(words, pid); // the process is known, whatever the file says
        }
        return told(words, List.of("Stopping and halting node " + node
                + file.map(name -> " (will monitor pid file " + name + ")").orElse("") + " ..."));
    }

    private static Ended shutDown(CommandWords words, String node, String pid) throws RequestException {
        String who = "RabbitMQ node " + node + " running at PID " + pid;
        List<String> lines = new ArrayList<>(List.of("Shutting down " + who));
        if (!words.has("no-wait")) {
            await(words, pid);
            lines.addAll(List.of("Waiting for PID " + pid + " to terminate", who + " successfully shut down"));
        }
        return told(words, lines);
    }

    private static Ended told(CommandWords words, List<String> lines) {
        return new Ended(0, words.isTold() ? String.join("\n", lines) : "", "");
    }

    private static void await(CommandWords words, String pid) throws RequestException {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        if (process.isEmpty()) {
            return;
        }
        String seconds = words.option("timeout", WAIT_SECONDS);
        try {
            process.get().onExit().get(Long.parseLong(seconds), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new RequestException(ExitCode.FAILED, "PID " + pid + " has not terminated for " + seconds + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException("interrupted", e);
        }
    }
}
