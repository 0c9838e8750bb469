package dev.leveret.server.vhost;

import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.Removals;
import dev.leveret.server.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;

/** What one method changes among the durable definitions: all of it or nothing. Made and committed under the mutex. */
final class DefinitionChange {

    private interface Step {

        void write(DurableUnit unit);
    }

    private final DefinitionLog log;
    private final String vhost;
    private final List<Step> steps = new ArrayList<>(2);

    DefinitionChange(DefinitionLog log, String vhost) {
        this.log = log;
        this.vhost = vhost;
    }

    DefinitionChange define(ExchangeDeclaration exchange) {
        return add(exchange.durable(), unit -> log.define(vhost, exchange, unit));
    }

    DefinitionChange define(QueueRef queue) {
        return add(queue.durable(), unit -> log.define(queue.id(), queue.settings(), unit));
    }

    DefinitionChange define(Binding binding) {
        return add(binding.durable(), unit -> log.define(vhost, binding, unit));
    }

    DefinitionChange undefine(QueueRef queue) {
        QueueSettings settings = queue.settings();
        return add(queue.durable(), unit -> log.undefine(queue.id(), settings, unit));
    }

    DefinitionChange undefine(Removals removals) {
        for (Binding binding : removals.bindings()) {
            add(binding.durable(), unit -> log.undefine(vhost, binding, unit));
        }
        for (Exchange exchange : removals.exchanges()) {
            add(exchange.durable(), unit -> log.undefine(vhost, exchange.declaration(), unit));
        }
        return this;
    }

    /** Something durable is there already: it may have come so lately that the store has not written it yet. */
    DefinitionChange awaitEarlier(boolean durable) {
        return add(durable, log::skip);
    }

    private DefinitionChange add(boolean durable, Step step) {
        if (durable) {
            steps.add(step);
        }
        return this;
    }

    /**
     * Gives it to the store.
     *
     * @param completion hears of the outcome on this loop
     * @return false if there was nothing durable in it: then nobody will hear of it
     */
    boolean commit(BrokerLoop loop, DurableUnit.Completion completion) {
        if (steps.isEmpty()) {
            return false;
        }
        DurableUnit unit = new DurableUnit(steps.size(), loop.index(), completion);
        steps.forEach(step -> step.write(unit));
        log.handOver();
        return true;
    }
}
