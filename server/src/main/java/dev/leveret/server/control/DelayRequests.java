package dev.leveret.server.control;

import dev.leveret.routing.Exchange;
import dev.leveret.server.vhost.DelayLines.Waiting;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How much waits in an exchange that delays. */
public final class DelayRequests {

    private static final int ANSWER_SECONDS = 10;

    private final VirtualHosts hosts;

    public DelayRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    /** One line: the exchange, how many wait, and when the next one is due. */
    String list(CommandWords words) throws RequestException {
        String exchangeName = words.arguments(List.of("<exchange>"), Set.of("vhost")).getFirst();
        String name = words.option("vhost", "/");
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new RequestException("Virtual host '" + name + "' does not exist");
        }
        Exchange exchange = host.topology().exchange(exchangeName);
        if (exchange == null) {
            throw new RequestException("no exchange '" + exchangeName + "' in vhost '" + name + "'");
        }
        Waiting waiting = ask(host, exchange);
        String next = waiting.nextMillis() == Long.MAX_VALUE ? "" : Instant.ofEpochMilli(waiting.nextMillis()).toString();
        String line = exchangeName + "\t" + waiting.count() + "\t" + next;
        return words.hasHeaders() ? "name\tmessages_delayed\tnext_due\n" + line : line;
    }

    private static Waiting ask(VirtualHost host, Exchange exchange) throws RequestException {
        try {
            return host.delays().waiting(exchange).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RequestException("the event loop of '" + exchange.name() + "' does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException("interrupted", e);
        }
    }
}
