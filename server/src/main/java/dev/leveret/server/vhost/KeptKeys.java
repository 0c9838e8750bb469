package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Removals;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.RecoveredLevel;
import dev.leveret.store.RecoveredQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored keys of the exchanges of a virtual host: some for each that has had one to store. From any loop. */
public final class KeptKeys {

    private static final Logger LOG = LoggerFactory.getLogger(KeptKeys.class);

    /** To the store the keys of an exchange are a queue. No client can declare one of such a name. */
    private static final String NAME_PREFIX = "amq.keys.";

    private final Topology topology;
    private final ReentrantLock mutex;
    private final DefinitionLog log;
    private final Map<Exchange, ExchangeKeysRef> kept = new ConcurrentHashMap<>();

    KeptKeys(Topology topology, ReentrantLock mutex, DefinitionLog log) {
        this.topology = topology;
        this.mutex = mutex;
        this.log = log;
    }

    /** What the message that has just been routed means to exchanges that deduplicate. */
    public BroughtKeys broughtBy(Destinations destinations) {
        if (destinations.isUndecided()) {
            return BroughtKeys.UNDECIDED;
        }
        if (destinations.claims().isEmpty() && destinations.repeated().isEmpty()) {
            return BroughtKeys.NONE;
        }
        return new BroughtKeys(
                this,
                List.copyOf(destinations.claims()),
                destinations.repeated().stream().filter(original -> !original.isSettled()).toList());
    }

    DefinitionLog log() {
        return log;
    }

    /** The stored keys of an exchange; made, on this loop, with the first one. Null if the exchange has just gone. */
    ExchangeKeysRef of(Exchange exchange, BrokerLoop loop) {
        ExchangeKeysRef keys = kept.get(exchange);
        return keys == null ? make(exchange, loop) : keys;
    }

    private ExchangeKeysRef make(Exchange exchange, BrokerLoop loop) {
        mutex.lock();
        try {
            ExchangeKeysRef made = kept.get(exchange);
            if (made != null) {
                return made;
            }
            if (topology.exchange(exchange.name()) != exchange) {
                return null;
            }
            made = new ExchangeKeysRef(exchange, log.newQueueIds(1), loop, log);
            // Order: the store knows of it before anybody can send it a key.
            log.define(definition(made), null);
            log.handOver();
            exchange.seenKeys().keptBy(made);
            kept.put(exchange, made);
            return made;
        } finally {
            mutex.unlock();
        }
    }

    private QueueDefinition definition(ExchangeKeysRef keys) {
        String name = NAME_PREFIX + keys.exchange().name();
        return new QueueDefinition(keys.id(), topology.vhost(), name, false, FieldTable.EMPTY);
    }

    /** Whether what the store has kept as a queue is the keys of an exchange. */
    public static boolean areKeys(QueueDefinition definition) {
        return definition.name().startsWith(NAME_PREFIX);
    }

    /** The name of the exchange whose keys they are. */
    public static String exchangeOf(QueueDefinition keys) {
        return keys.name().substring(NAME_PREFIX.length());
    }

    /** Takes up the keys of an exchange, on this loop. Before there are connections. */
    void recover(RecoveredQueue recovered, BrokerLoop home) {
        QueueDefinition definition = recovered.definition();
        Exchange exchange = topology.exchange(exchangeOf(definition));
        if (exchange == null || exchange.seenKeys() == null) {
            // They go together, so this cannot be; but it would be no reason not to start.
            LOG.error("vhost '{}' has {} but no such exchange that deduplicates", topology.vhost(), definition.name());
            return;
        }
        var keys = new ExchangeKeysRef(exchange, definition.id(), home, log);
        exchange.seenKeys().keptBy(keys);
        RecoveredLevel level = recovered.lowest();
        log.read(definition.id(), level.pages(), paged ->
                keys.recover(paged.position(), paged.message(), paged.stored()));
        level.newer().forEach(record -> keys.recover(record.position(), record.message(), record.handle()));
        keys.resumeAt(level.nextPosition());
        kept.put(exchange, keys);
    }

    /** Exchanges have gone, and their keys go as well. Under the mutex; returns what the store is to forget. */
    List<QueueDefinition> drop(Removals removals) {
        List<QueueDefinition> gone = new ArrayList<>();
        for (Exchange exchange : removals.exchanges()) {
            ExchangeKeysRef keys = kept.remove(exchange);
            if (keys != null) {
                keys.end();
                gone.add(definition(keys));
            }
        }
        return gone;
    }
}
