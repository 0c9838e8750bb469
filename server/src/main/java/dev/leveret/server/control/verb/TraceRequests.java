package dev.leveret.server.control.verb;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turning the firehose on and off, with the arguments and the output of rabbitmqctl. */
public final class TraceRequests {

    private static final Logger LOG = LoggerFactory.getLogger(TraceRequests.class);

    private final VirtualHosts hosts;

    public TraceRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("trace_on", (words, out) -> turn(true, words, out));
        verbs.put("trace_off", (words, out) -> turn(false, words, out));
    }

    private void turn(boolean isOn, CommandWords words, Output out) throws RequestException {
        String doing = isOn ? "Starting" : "Stopping";
        out.tell(doing + " tracing for vhost \"" + words.vhost() + "\" ...");
        Answers.host(hosts, words).firehose().turn(isOn);
        String told = "Trace " + (isOn ? "enabled" : "disabled") + " for vhost " + words.vhost();
        LOG.info("{}", told);
        out.tell(told);
    }
}
