package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.net.Connections;
import dev.leveret.server.net.Listeners;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether clients are served: between stop_app and start_app the process runs, and nobody can connect. */
public final class AppRequests {

    private static final Logger LOG = LoggerFactory.getLogger(AppRequests.class);

    private final Listeners listeners;
    private final Connections connections;
    private final String node;

    public AppRequests(Listeners listeners, Connections connections, String node) {
        this.listeners = listeners;
        this.connections = connections;
        this.node = node;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("stop_app", this::stop);
        verbs.put("start_app", this::start);
        verbs.put("await_startup", (words, out) -> requireServing());
        verbs.put("wait", (words, out) -> requireServing());
        verbs.put("is_running", this::isRunning);
        verbs.put("is_booting", this::isBooting);
        verbs.put("check_running", this::check);
    }

    private void stop(CommandWords words, Output out) {
        out.tell("Stopping rabbit application on node " + node + " ...");
        if (!listeners.isPaused()) {
            LOG.info("Leveret is asked to stop its application: nobody can connect before start_app");
            listeners.pause();
        }
        connections.force(connection -> true, "broker forced connection closure with reason 'shutdown'");
    }

    private void start(CommandWords words, Output out) throws RequestException {
        out.tell("Starting node " + node + " ...");
        boolean isPaused = listeners.isPaused();
        try {
            listeners.resume();
            if (isPaused) {
                // RabbitMQ's words, for those who wait for them.
                LOG.info("Server startup complete; clients can connect again");
            }
        } catch (IOException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }

    /** Says it, and succeeds in any case: check_running is what fails. */
    private void isRunning(CommandWords words, Output out) {
        out.tell("Asking node " + node + " for its status ...");
        out.result(listeners.isPaused() ? notRunning() : "RabbitMQ on node " + node + " is fully booted and running");
    }

    private void isBooting(CommandWords words, Output out) {
        out.tell("Asking node " + node + " for its boot status ...");
        out.result("RabbitMQ on node " + node
                + " is fully booted (check with is_running), stopped or has not started booting yet");
    }

    private String notRunning() {
        return "RabbitMQ on node " + node + " is not running or has not fully booted yet (check with is_booting)";
    }

    /**
     * For a verb that needs the application.
     *
     * @throws RequestException while it is stopped
     */
    public void require(CommandWords words) throws RequestException {
        if (listeners.isPaused()) {
            throw words.refused(ExitCode.USAGE, "Error: this command requires the 'rabbit' app to be running on the target node."
                    + " Start it with 'rabbitmqctl start_app'.");
        }
    }

    /** The same for rabbitmqadmin, which has nobody to ask then. */
    public void requireForAdmin() throws RequestException {
        if (listeners.isPaused()) {
            throw new RequestException("Could not connect: the application is stopped; rabbitmqctl start_app starts it");
        }
    }

    private void check(CommandWords words, Output out) throws RequestException {
        out.tell("Checking if RabbitMQ is running on node " + node + " ...");
        requireRunning();
        out.result("RabbitMQ on node " + node + " is fully booted and running");
    }

    /** In the words of those who wait. */
    private void requireServing() throws RequestException {
        if (listeners.isPaused()) {
            throw new RequestException(ExitCode.UNAVAILABLE, "rabbit_is_not_running");
        }
    }

    private void requireRunning() throws RequestException {
        if (listeners.isPaused()) {
            throw new RequestException(ExitCode.UNAVAILABLE, notRunning());
        }
    }
}
