package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.delay.DelayLine;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Removals;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.RecoveredLevel;
import dev.leveret.store.RecoveredMessage;
import dev.leveret.store.RecoveredQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits in the exchanges of a virtual host: a line for each that has had a message to delay. From any loop. */
public final class DelayLines {

    /**
     * How much waits in an exchange.
     *
     * @param count of messages
     * @param nextMillis when the next one is due, since 1970, or earlier if a start has found it and its slot is not open; {@link Long#MAX_VALUE} if there is none
     */
    public record Waiting(int count, long nextMillis) {}

    private static final Logger LOG = LoggerFactory.getLogger(DelayLines.class);

    /** To the store a line is a queue with many priorities. No client can declare one of such a name. */
    private static final String NAME_PREFIX = "amq.delayed.";

    private final Topology topology;
    private final Router router;
    private final ReentrantLock mutex;
    private final DefinitionLog log;
    private final KeptKeys keys;
    private final Map<Exchange, DelayLineRef> lines = new ConcurrentHashMap<>();

    DelayLines(Topology topology, ReentrantLock mutex, DefinitionLog log, KeptKeys keys) {
        this.keys = keys;
        this.topology = topology;
        this.router = new Router(topology);
        this.mutex = mutex;
        this.log = log;
    }

    /** What waits in an exchange; made, on this loop, if it is the first. Null if the exchange has just gone. */
    public DelayLineRef of(Exchange exchange, BrokerLoop loop) {
        DelayLineRef line = lines.get(exchange);
        return line == null ? make(exchange, loop) : line;
    }

    /** The same for all that a message was found to have to wait in. */
    public List<DelayLineRef> of(Destinations destinations, BrokerLoop loop) {
        if (destinations.delayCount() == 0) {
            return List.of();
        }
        List<DelayLineRef> found = new ArrayList<>(destinations.delayCount());
        for (int i = 0; i < destinations.delayCount(); i++) {
            DelayLineRef line = of(destinations.delay(i), loop);
            if (line != null) {
                found.add(line);
            }
        }
        return found;
    }

    private DelayLineRef make(Exchange exchange, BrokerLoop loop) {
        mutex.lock();
        try {
            DelayLineRef made = lines.get(exchange);
            if (made != null) {
                return made;
            }
            if (topology.exchange(exchange.name()) != exchange) {
                return null;
            }
            long id = exchange.durable() ? log.newQueueIds(DelayLine.SLOT_COUNT) : 0;
            made = open(exchange, id, loop);
            if (id != 0) {
                // Order: the store knows of it before anybody can send it a message.
                log.define(definition(made), null);
                log.handOver();
            }
            lines.put(exchange, made);
            return made;
        } finally {
            mutex.unlock();
        }
    }

    private DelayLineRef open(Exchange exchange, long id, BrokerLoop home) {
        DelayLineRef line = new DelayLineRef(exchange, id, home, new DelayDepartures(router, keys));
        line.open(new DelayLine(line.isDurable(), new Shelves(log, line), line));
        return line;
    }

    /** Where a line keeps its messages. */
    private record Shelves(DefinitionLog log, DelayLineRef line) implements QueueKeeping {

        @Override
        public QueueStore store(int slot) {
            return line.isDurable() ? log.queueStore(line.id() + slot, line.home()) : QueueStore.NONE;
        }

        @Override
        public QueuePages pages(int slot) {
            return log.pages(line, slot);
        }
    }

    private QueueDefinition definition(DelayLineRef line) {
        String name = NAME_PREFIX + line.exchange().name();
        return new QueueDefinition(line.id(), topology.vhost(), name, false, FieldTable.EMPTY, DelayLine.SLOT_COUNT - 1);
    }

    /** Whether what the store has kept as a queue is a line. */
    public static boolean isLine(QueueDefinition definition) {
        return definition.name().startsWith(NAME_PREFIX);
    }

    /** The name of the exchange that a line is of. */
    public static String exchangeOf(QueueDefinition line) {
        return line.name().substring(NAME_PREFIX.length());
    }

    /** Takes up what waited in an exchange, on this loop. Before there are connections. */
    void recover(RecoveredQueue recovered, BrokerLoop home) {
        QueueDefinition definition = recovered.definition();
        Exchange exchange = topology.exchange(exchangeOf(definition));
        if (exchange == null) {
            // They go together, so this cannot be; but it would be no reason not to start.
            LOG.error("vhost '{}' has messages of {} but no such exchange; they stay where they are", topology.vhost(), definition.name());
            return;
        }
        DelayLineRef ref = open(exchange, definition.id(), home);
        DelayLine line = ref.line();
        for (RecoveredLevel level : recovered.levels()) {
            line.recover(level.priority(), level.pages());
            for (RecoveredMessage message : level.newer()) {
                line.recover(level.priority(), message.position(), message.message(), message.handle());
            }
            line.resumeAt(level.priority(), level.nextPosition());
        }
        lines.put(exchange, ref);
    }

    /** Time begins for what was taken up, when all that it may go to has been as well. */
    void begin() {
        lines.values().forEach(line -> line.tell(begins -> {}));
    }

    /** Exchanges have gone, and what waits in them goes as well. Under the mutex; returns what the store is to forget. */
    List<QueueDefinition> drop(Removals removals) {
        List<QueueDefinition> gone = new ArrayList<>();
        for (Exchange exchange : removals.exchanges()) {
            DelayLineRef line = lines.remove(exchange);
            if (line != null) {
                line.end();
                if (line.isDurable()) {
                    gone.add(definition(line));
                }
            }
        }
        return gone;
    }

    /** All that belong to a loop. On that loop. */
    void forEachOn(BrokerLoop loop, Consumer<DelayLine> visitor) {
        for (DelayLineRef line : lines.values()) {
            if (line.home() == loop) {
                visitor.accept(line.line());
            }
        }
    }

    /** How much waits in an exchange; completed on an event loop. */
    public CompletableFuture<Waiting> waiting(Exchange exchange) {
        DelayLineRef ref = lines.get(exchange);
        if (ref == null) {
            return CompletableFuture.completedFuture(new Waiting(0, Long.MAX_VALUE));
        }
        CompletableFuture<Waiting> answer = new CompletableFuture<>();
        ref.tell(line -> answer.complete(new Waiting(line.count(), line.nextDueMillis())));
        return answer;
    }
}
