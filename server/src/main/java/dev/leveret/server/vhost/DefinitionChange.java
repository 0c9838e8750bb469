package dev.leveret.server.vhost;

import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.Removals;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.Definition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * What one method changes among the durable definitions: all of it or nothing. Made and committed under the mutex. What
 * is not durable may be named, and counts for nothing.
 */
final class DefinitionChange {

    private final DefinitionLog log;
    private final String vhost;
    private final List<Definition> gone = new ArrayList<>();

    /** Defined newly; one method makes one thing. */
    private Definition made;

    private boolean awaitsEarlier;

    DefinitionChange(DefinitionLog log, String vhost) {
        this.log = log;
        this.vhost = vhost;
    }

    DefinitionChange define(ExchangeDeclaration exchange) {
        made = exchange.durable() ? definition(exchange) : null;
        return this;
    }

    DefinitionChange define(QueueRef queue) {
        made = queue.durable() ? definition(queue) : null;
        return this;
    }

    DefinitionChange define(Binding binding) {
        made = binding.durable() ? definition(binding) : null;
        return this;
    }

    DefinitionChange define(PolicyDefinition policy) {
        made = policy;
        return this;
    }

    DefinitionChange undefine(PolicyDefinition policy) {
        gone.add(policy);
        return this;
    }

    DefinitionChange undefine(QueueRef queue) {
        if (queue.durable()) {
            gone.add(definition(queue));
        }
        return this;
    }

    DefinitionChange undefine(Removals removals) {
        for (Binding binding : removals.bindings()) {
            if (binding.durable()) {
                gone.add(definition(binding));
            }
        }
        for (Exchange exchange : removals.exchanges()) {
            if (exchange.durable()) {
                gone.add(definition(exchange.declaration()));
            }
        }
        return this;
    }

    DefinitionChange undefine(List<QueueDefinition> lines) {
        gone.addAll(lines);
        return this;
    }

    /** Something durable is there, or gone, already: it may have come so lately that the store has not written it yet. */
    DefinitionChange awaitEarlier(boolean durable) {
        awaitsEarlier = durable;
        return this;
    }

    /**
     * Gives it to the store.
     *
     * @param completion hears of the outcome on this loop
     * @return false if there was nothing durable in it: then nobody will hear of it
     */
    boolean commit(BrokerLoop loop, DurableUnit.Completion completion) {
        int parts = (made == null ? 0 : 1) + (gone.isEmpty() ? 0 : 1) + (awaitsEarlier ? 1 : 0);
        if (parts == 0) {
            return false;
        }
        DurableUnit unit = new DurableUnit(parts, loop.index(), completion);
        if (made != null) {
            log.define(made, unit);
        }
        if (!gone.isEmpty()) {
            log.undefine(gone, unit);
        }
        if (awaitsEarlier) {
            log.skip(unit);
        }
        log.handOver();
        return true;
    }

    private ExchangeDefinition definition(ExchangeDeclaration exchange) {
        return new ExchangeDefinition(
                vhost,
                exchange.name(),
                exchange.type().wireName(),
                exchange.durable(),
                exchange.autoDelete(),
                exchange.internal(),
                exchange.arguments());
    }

    private QueueDefinition definition(QueueRef queue) {
        QueueSettings settings = queue.settings();
        return new QueueDefinition(
                queue.id(),
                vhost,
                settings.name(),
                settings.autoDelete(),
                settings.arguments(),
                settings.storeLevels() - 1);
    }

    private BindingDefinition definition(Binding binding) {
        return new BindingDefinition(
                vhost,
                binding.source().name(),
                binding.destination() instanceof Exchange,
                binding.destination().name(),
                binding.bindingKey(),
                binding.arguments());
    }
}
