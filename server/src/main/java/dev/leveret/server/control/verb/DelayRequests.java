package dev.leveret.server.control.verb;

import dev.leveret.routing.Exchange;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.DelayLines.Waiting;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How much waits in an exchange that delays. */
public final class DelayRequests {

    private final VirtualHosts hosts;

    public DelayRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_delayed", this::list);
    }

    /** One line: the exchange, how many wait, and when the next one is due. */
    private void list(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        VirtualHost host = Answers.host(hosts, words);
        Exchange exchange = host.topology().exchange(name);
        if (exchange == null) {
            throw new RequestException(ExitCode.DATA, "no exchange '" + name + "' in vhost '" + host.name() + "'");
        }
        Waiting waiting = Answers.await(host.delays().waiting(exchange));
        String next = waiting.nextMillis() == Long.MAX_VALUE ? "" : Instant.ofEpochMilli(waiting.nextMillis()).toString();
        out.table(
                List.of("name", "messages_delayed", "next_due"),
                List.of(List.of(
                        new JsonValue.Text(name), new JsonValue.Whole(waiting.count()), new JsonValue.Text(next))));
    }
}
