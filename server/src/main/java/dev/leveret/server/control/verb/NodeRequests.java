package dev.leveret.server.control.verb;

import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.logging.LogOutputs;
import dev.leveret.server.loop.BrokerLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: its end, its log, and whether it is well. */
public final class NodeRequests {

    /** What can be set while it runs, in the words and the order of 3.10.8. */
    private static final Map<String, LogLevel> LEVELS = Map.of(
            "debug", LogLevel.DEBUG, "info", LogLevel.INFO, "warning", LogLevel.WARNING, "error", LogLevel.ERROR,
            "critical", LogLevel.CRITICAL, "none", LogLevel.NONE);

    private static final int STUCK_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(NodeRequests.class);

    private final String node;
    private final Alarms alarms;
    private final BrokerLoops loops;
    private final CompletableFuture<Void> stopWanted;

    /** @param stopWanted completed when the process is to end */
    public NodeRequests(String node, Alarms alarms, BrokerLoops loops, CompletableFuture<Void> stopWanted) {
        this.node = node;
        this.alarms = alarms;
        this.loops = loops;
        this.stopWanted = stopWanted;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("stop", this::stop);
        verbs.put("shutdown", this::stop);
        verbs.put("rotate_logs", (words, out) -> {
            throw new RequestException(ExitCode.UNAVAILABLE, "This command does not rotate logs anymore [deprecated]");
        });
        verbs.put("set_log_level", this::setLogLevel);
        verbs.put("node_health_check", this::checkHealth);
        verbs.put("maybe_stuck", this::findStuck);
        verbs.put("discover_peers", (words, out) -> {
            out.tell("Discovering peers nodes ...");
            out.line("No peers discovered");
        });
    }

    /** Says who it is, for whoever waits for its end: what people read is made where the command was typed. */
    private void stop(CommandWords words, Output out) {
        LOG.info("told to stop from the command line");
        out.line(node + " " + ProcessHandle.current().pid());
        stopWanted.completeAsync(() -> null);
    }

    private void setLogLevel(CommandWords words, Output out) throws RequestException {
        LogLevel level = LEVELS.get(words.argument(0));
        if (level == null) {
            throw new RequestException(ExitCode.UNAVAILABLE, "level " + words.argument(0)
                    + " is not supported. Try one of debug, info, warning, error, critical, none");
        }
        out.tell("Setting log level to \"" + words.argument(0) + "\" ...");
        LogOutputs.setLevel(level);
    }

    private void checkHealth(CommandWords words, Output out) throws RequestException {
        out.tell("This command is DEPRECATED and will be removed in a future version.\n"
                + "It performs intrusive, opinionated health checks and requires a fully booted node.\n"
                + "Use one of the options covered in https://www.rabbitmq.com/monitoring.html#health-checks instead.\n"
                + "Timeout: " + words.option("timeout", "70") + " seconds ...\n"
                + "Checking health of node " + node + " ...");
        CheckRequests.requireNone(alarms, node);
        List<String> stuck = stuck();
        if (!stuck.isEmpty()) {
            throw new RequestException(String.join("\n", stuck));
        }
        out.result("Health check passed");
    }

    private void findStuck(CommandWords words, Output out) {
        out.tell("Asking node " + node + " to detect potentially stuck event loops...");
        List<String> stuck = stuck();
        stuck.forEach(out::line);
        out.line("Found " + stuck.size() + " suspicious event loops.");
    }

    /** The loops that do not answer in time. */
    private List<String> stuck() {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < loops.count(); i++) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            loops.at(i).execute(() -> answer.complete(null));
            answers.add(answer);
        }
        if (Answers.isGiven(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)), STUCK_SECONDS)) {
            return List.of();
        }
        List<String> stuck = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isDone()) {
                stuck.add("event loop " + i + " has not answered for " + STUCK_SECONDS + " s");
            }
        }
        return stuck;
    }
}
