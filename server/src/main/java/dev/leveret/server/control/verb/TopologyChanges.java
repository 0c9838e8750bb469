package dev.leveret.server.control.verb;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.server.vhost.UnwrittenException;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.concurrent.CompletableFuture;

/**
 * Declares what clients declare, for somebody at the command line: waits until it is safe, and refuses in the words that
 * clients are told.
 */
public final class TopologyChanges {

    /** Who does it, for the event exchange. */
    public static final String BY = UserRequests.BY;

    /** No connection has this number. */
    private static final long NOBODY = 0;

    private final VirtualHosts hosts;
    private final BrokerLoops loops;

    public TopologyChanges(VirtualHosts hosts, BrokerLoops loops) {
        this.hosts = hosts;
        this.loops = loops;
    }

    private interface OnLoop {
        boolean start(BrokerLoop loop, DurableUnit.Completion completion);
    }

    public void declareExchange(String vhost, ExchangeDeclaration exchange) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        run((loop, completion) -> host.declareExchange(exchange, BY, loop, completion));
    }

    public void deleteExchange(String vhost, String name) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        run((loop, completion) -> {
            host.topology().requireExchange(name);
            return host.deleteExchange(name, false, BY, loop, completion);
        });
    }

    public void declareQueue(String vhost, QueueDeclaration queue) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        run((loop, completion) -> host.queues().declare(queue, NOBODY, loop, completion).waitsForStore());
    }

    /** @param toExchange whether the destination is an exchange and no queue */
    public void bind(String vhost, boolean toExchange, BindingRequest binding) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        run((loop, completion) -> toExchange
                ? host.bindExchange(binding, loop, completion)
                : host.bindQueue(binding, NOBODY, loop, completion));
    }

    /** @param toExchange whether the destination is an exchange and no queue */
    public void unbind(String vhost, boolean toExchange, BindingRequest binding) throws RequestException {
        VirtualHost host = Answers.host(hosts, vhost);
        run((loop, completion) -> toExchange
                ? host.unbindExchange(binding, loop, completion)
                : host.unbindQueue(binding, NOBODY, loop, completion));
    }

    private void run(OnLoop step) throws RequestException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        BrokerLoop loop = loops.at(0);
        loop.execute(() -> {
            try {
                if (!step.start(loop, new Stored(done))) {
                    done.complete(null);
                }
            } catch (AmqpException e) {
                done.completeExceptionally(e);
            }
        });
        Answers.await(done);
    }

    /** The store's answer. */
    private record Stored(CompletableFuture<Void> done) implements DurableUnit.Completion {

        @Override
        public void durable() {
            done.complete(null);
        }

        @Override
        public void failed() {
            done.completeExceptionally(new UnwrittenException("what was declared"));
        }
    }
}
