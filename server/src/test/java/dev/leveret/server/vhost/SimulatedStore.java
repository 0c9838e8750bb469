package dev.leveret.server.vhost;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.Definition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.GlobalParameterDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.ReturnCount;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store whose rounds end when the test says so. It keeps what it was given as text, and counts the parts of units. */
public final class SimulatedStore implements DefinitionLog {

    private final BrokerLoops loops;
    private final Map<DurableUnit, Integer> partsSeen = new IdentityHashMap<>();
    private final List<DurableUnit> complete = new ArrayList<>();
    private final Set<String> definitions = new LinkedHashSet<>();
    private final Set<Long> undefinedQueues = new HashSet<>();
    private final Set<Long> deletedQueues = new HashSet<>();
    private final Map<Long, Long> lastPosition = new HashMap<>();
    private final Set<Stored> stored = new HashSet<>();
    private final List<List<Runnable>> batches = new ArrayList<>();
    private long queueIds;

    public SimulatedStore(BrokerLoops loops) {
        this.loops = loops;
        for (int i = 0; i < loops.count(); i++) {
            List<Runnable> batch = new ArrayList<>();
            batches.add(batch);
            loops.at(i).store(() -> handOver(batch));
        }
    }

    private static void handOver(List<Runnable> batch) {
        List<Runnable> handedOver = List.copyOf(batch);
        batch.clear();
        handedOver.forEach(Runnable::run);
    }

    public VirtualHost vhost(String name) {
        var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
        return new VirtualHost(name, this, loops, new KeptMemory(1 << 20), LetterMemory.unlimited(), Rooms.ENDLESS, events);
    }

    /** What is defined, in the order of its definition. */
    public Set<String> definitions() {
        return definitions;
    }

    /** How many messages are stored. */
    public int messages() {
        return stored.size();
    }

    /** How many units have all their parts and wait for the round's end. */
    public int waiting() {
        return complete.size();
    }

    /** Ends a round: every complete unit hears of it on its loop. */
    public void round(boolean durable) {
        for (DurableUnit unit : complete) {
            var completion = unit.completion();
            loops.at(unit.loop()).execute(durable ? completion::durable : completion::failed);
        }
        complete.clear();
    }

    /** Whether a unit has parts that never came. */
    public boolean hasIncompleteUnits() {
        return !partsSeen.isEmpty();
    }

    private void part(DurableUnit unit) {
        if (unit == null) {
            return;
        }
        int seen = partsSeen.merge(unit, 1, Integer::sum);
        if (seen == unit.parts()) {
            partsSeen.remove(unit);
            complete.add(unit);
            completed(unit);
        } else if (complete.contains(unit)) {
            throw new AssertionError("a unit of " + unit.parts() + " has more parts");
        }
    }

    /** What others wait for, as long as it is not in a complete unit. */
    private final Map<Original, DurableUnit> originals = new IdentityHashMap<>();

    private final Map<Original, List<DurableUnit>> followers = new IdentityHashMap<>();
    private final Set<Original> released = Collections.newSetFromMap(new IdentityHashMap<>());

    private void bound(Original original, DurableUnit unit) {
        if (original == null) {
            part(unit);
            return;
        }
        originals.put(original, unit);
        List<DurableUnit> waiting = followers.computeIfAbsent(original, any -> new ArrayList<>());
        while (waiting.remove(unit)) {
            part(unit); // it repeats itself
        }
        part(unit);
        if (unit == null || !partsSeen.containsKey(unit)) {
            released(original);
        }
    }

    private void followed(Original original, DurableUnit unit) {
        if (released.contains(original) || originals.get(original) == unit) {
            part(unit);
        } else {
            followers.computeIfAbsent(original, any -> new ArrayList<>()).add(unit);
        }
    }

    private void released(Original original) {
        released.add(original);
        List<DurableUnit> waiting = followers.remove(original);
        if (waiting != null) {
            waiting.forEach(this::part);
        }
    }

    private void completed(DurableUnit unit) {
        originals.entrySet().stream()
                .filter(entry -> entry.getValue() == unit)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::released);
    }

    private void collect(BrokerLoop loop, Runnable operation) {
        if (!loop.isCurrent()) {
            throw new AssertionError("the writer of loop " + loop.index() + " used from another loop");
        }
        batches.get(loop.index()).add(operation);
        loop.openTurn();
    }

    @Override
    public void skip(DurableUnit unit, BrokerLoop loop) {
        collect(loop, () -> part(unit));
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit, BrokerLoop loop) {
        collect(loop, () -> followed(original, unit));
    }

    @Override
    public void bind(Original original, DurableUnit unit, BrokerLoop loop) {
        collect(loop, () -> bound(original, unit));
    }

    @Override
    public void release(Original original, BrokerLoop loop) {
        collect(loop, () -> released(original));
    }

    @Override
    public void read(long queueId, RecoveredRange range, Consumer<PagedMessage> visitor) {
        throw new AssertionError("nothing is out of memory");
    }

    @Override
    public long newQueueIds(int count) {
        queueIds += count;
        return queueIds - count + 1;
    }

    @Override
    public void define(Definition definition, DurableUnit unit) {
        definitions.add(text(definition));
        part(unit);
    }

    @Override
    public void undefine(List<Definition> gone, DurableUnit unit) {
        for (Definition definition : gone) {
            definitions.remove(text(definition));
            if (definition instanceof QueueDefinition queue) {
                undefinedQueues.add(queue.id());
            }
        }
        part(unit);
    }

    private static String text(Definition definition) {
        return switch (definition) {
            case ExchangeDefinition exchange -> "exchange " + exchange.name();
            case QueueDefinition queue -> "queue " + queue.name();
            case BindingDefinition binding ->
                "binding " + binding.source() + " " + binding.routingKey() + " " + binding.destination();
            case PolicyDefinition policy -> (policy.operator() ? "operator policy " : "policy ") + policy.name();
            case VirtualHostDefinition virtualHost -> "vhost " + virtualHost.name();
            case AccessDefinition access -> access.toString();
            case GlobalParameterDefinition parameter -> "global parameter " + parameter.name();
            case ReturnCount count -> count.toString();
        };
    }

    @Override
    public void skip(DurableUnit unit) {
        part(unit);
    }

    @Override
    public void handOver() {
        // Everything is seen as it comes.
    }

    @Override
    public void handOver(BrokerLoop loop) {
        handOver(batches.get(loop.index()));
    }

    @Override
    public QueueStore queueStore(long queueId, BrokerLoop loop) {
        if (undefinedQueues.contains(queueId)) {
            throw new AssertionError("a port for queue " + queueId + ", which was deleted");
        }
        return new Port(queueId, loop);
    }

    @Override
    public QueuePages pages(QueueRef queue, int priority, Supplier<BrokerLoop> here) {
        return QueuePages.NONE;
    }

    @Override
    public QueuePages pages(DelayLineRef line, int slot) {
        return QueuePages.NONE;
    }

    @Override
    public QueueStore moved(QueueStore queue, BrokerLoop loop) {
        return new Port(((Port) queue).queueId, loop);
    }

    private record Stored(long queueId, long position) implements StoredMessage {}

    /** Fails when it is used from another loop than its own, or when what it is given comes in the wrong order. */
    private final class Port implements QueueStore {

        private final long queueId;
        private final BrokerLoop loop;

        Port(long queueId, BrokerLoop loop) {
            this.queueId = queueId;
            this.loop = loop;
        }

        private void collect(Runnable operation) {
            if (!loop.isCurrent()) {
                throw new AssertionError("the store's port of loop " + loop.index() + " used from another loop");
            }
            batches.get(loop.index()).add(operation);
            loop.openTurn();
        }

        @Override
        public StoredMessage append(long position, Message message, DurableUnit unit) {
            Stored handle = new Stored(queueId, position);
            collect(() -> {
                Long last = lastPosition.put(queueId, position);
                if (last != null && last >= position) {
                    throw new AssertionError("position " + position + " after " + last);
                }
                stored.add(handle);
                part(unit);
            });
            return handle;
        }

        @Override
        public StoredMessage prepare(long position, Message key) {
            return new Stored(queueId, position);
        }

        @Override
        public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
            Stored handle = new Stored(queueId, position);
            collect(() -> {
                stored.add(handle);
                if (key.key() != null) {
                    stored.add((Stored) key.key());
                }
                bound(key.original(), unit);
            });
            return handle;
        }

        @Override
        public void skipAfter(Original original, DurableUnit unit) {
            collect(() -> followed(original, unit));
        }

        @Override
        public void remove(StoredMessage message, DurableUnit unit) {
            collect(() -> {
                boolean isLate = unit != null && deletedQueues.contains(queueId);
                if (!stored.remove((Stored) message) && !isLate) {
                    throw new AssertionError(message + " removed before it was stored");
                }
                part(unit);
            });
        }

        @Override
        public void skip(DurableUnit unit) {
            collect(() -> part(unit));
        }

        @Override
        public void purged(List<StoredMessage> purged) {
            List.copyOf(purged).forEach(message -> remove(message, null));
        }

        @Override
        public void purgedPages(long first, long last, int count) {
            throw new AssertionError("nothing is out of memory");
        }

        @Override
        public void reserve(long position, DurableUnit unit) {
            if (unit != null) {
                // It waits for no round that the test ends: those are for what clients wait for.
                collect(() -> loops.at(unit.loop()).execute(unit.completion()::durable));
            }
        }

        @Override
        public void returned(long position, int returns) {}

        @Override
        public void deleteQueue() {
            collect(() -> {
                stored.removeIf(message -> message.queueId() == queueId);
                deletedQueues.add(queueId);
            });
        }
    }
}
