package dev.leveret.server.control;

import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turning the firehose on and off, with the arguments and the output of rabbitmqctl. */
public final class TraceRequests {

    private static final Logger LOG = LoggerFactory.getLogger(TraceRequests.class);

    private final VirtualHosts hosts;

    public TraceRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    String turn(boolean isOn, CommandWords words) throws RequestException {
        words.arguments(List.of(), Set.of("vhost"));
        String name = words.option("vhost", "/");
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new RequestException("Virtual host '" + name + "' does not exist");
        }
        host.firehose().turn(isOn);
        String told = "Trace " + (isOn ? "enabled" : "disabled") + " for vhost " + name;
        LOG.info("{}", told);
        return words.isTold() ? told : "";
    }
}
