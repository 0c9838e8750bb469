package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.delay.DelayLine;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.Recovered;
import dev.leveret.store.RecoveredQueue;
import dev.leveret.store.VirtualHostDefinition;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual hosts of the broker by name. From any thread. */
public final class VirtualHosts {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualHosts.class);

    /** What exchanges keep of messages may take this part of the heap. */
    private static final int KEPT_HEAP_DIVISOR = 16;

    private final Map<String, VirtualHost> byName = new ConcurrentHashMap<>();
    private final BrokerLoops loops;
    private final Supplier<DefinitionLog> logs;
    private final PageShare pageShare;
    private final BrokerEvents events;
    private final KeptMemory keptMemory = new KeptMemory(Runtime.getRuntime().maxMemory() / KEPT_HEAP_DIVISOR);
    private final BrokerDefinitions definitions;

    private List<AccessDefinition> recoveredAccess = List.of();

    /** What is noted about those that are durable. */
    private final Map<String, FieldTable> metadata = new ConcurrentHashMap<>();

    /** @param logs a log for each virtual host */
    VirtualHosts(BrokerLoops loops, Supplier<DefinitionLog> logs, PageShare pageShare, BrokerEvents events) {
        this.pageShare = pageShare;
        this.events = events;
        this.loops = loops;
        this.logs = logs;
        this.definitions = new BrokerDefinitions(logs.get(), loops.at(0));
    }

    /**
     * Connects the loops with the store, and takes up what the store has kept. Before there are connections.
     *
     * @param loopBytesMax bytes on their way from one loop to others above which its publishers are not read
     * @param storeBytesMax bytes not yet synced above which nobody's are
     */
    public static VirtualHosts open(
            BrokerStore store, BrokerLoops loops, BrokerEvents events, long loopBytesMax, long storeBytesMax) {
        StoreLink link = StoreLink.connect(store, loops, loopBytesMax, storeBytesMax);
        VirtualHosts hosts = new VirtualHosts(loops, () -> new StoredDefinitions(link), link.pageShare(), events);
        hosts.recover(store.recovered());
        return hosts;
    }

    /** Where what happens in the broker is told. */
    public BrokerEvents events() {
        return events;
    }

    PageShare pageShare() {
        return pageShare;
    }

    /** What the store had of users and permissions at the start. */
    public List<AccessDefinition> recoveredAccess() {
        return recoveredAccess;
    }

    private void recover(Recovered recovered) {
        recoveredAccess = recovered.access();
        if (recovered.roundsSinceCheckpoint() > 0) {
            LOG.info("the last end was not clean: {} rounds of the store come from its journal",
                    recovered.roundsSinceCheckpoint());
        }
        for (VirtualHostDefinition host : recovered.virtualHosts()) {
            make(host.name());
            metadata.put(host.name(), host.metadata());
        }
        // Order: policies first, what comes then follows them.
        recovered.policies().forEach(policy -> make(policy.vhost()).recover(policy));
        // Order: bindings last, both their ends have to be there.
        recovered.exchanges().forEach(exchange -> make(exchange.vhost()).recover(exchange));
        int home = 0;
        for (RecoveredQueue queue : recovered.queues()) {
            make(queue.definition().vhost()).recover(queue, loops.at(home));
            home = (home + 1) % loops.count();
        }
        recovered.bindings().forEach(binding -> make(binding.vhost()).recover(binding));
        begin();
    }

    /**
     * Time begins for what was taken up, on the loops, soon.
     *
     * <p>Order: not before all is there. What is due at once goes where it is bound to, and would be gone with no binding there yet.
     */
    private void begin() {
        for (int i = 0; i < loops.count(); i++) {
            BrokerLoop loop = loops.at(i);
            loop.execute(() -> forEachQueueOn(loop, queue ->
                    loop.execute(() -> queue.command(loop, new QueueCommand.Tick()))));
        }
        byName.values().forEach(host -> host.delays().begin());
    }

    /** The virtual host of that name, or null. */
    public VirtualHost find(String name) {
        return byName.get(name);
    }

    /** All of them; a view that follows changes. */
    public Collection<VirtualHost> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * The broker stops in an orderly way, and nobody is connected any more: the store is told how far each queue has
     * delivered. That happens on the loops, soon.
     */
    public void stop() {
        for (int i = 0; i < loops.count(); i++) {
            BrokerLoop loop = loops.at(i);
            loop.execute(() -> forEachQueueOn(loop, queue -> {
                if (queue.durable()) {
                    queue.command(loop, new QueueCommand.Stop());
                }
            }));
        }
    }

    /** All queues that belong to a loop. On that loop. */
    void forEachQueueOn(BrokerLoop loop, Consumer<QueueRef> visitor) {
        for (VirtualHost host : byName.values()) {
            host.queues().forEach(queue -> {
                if (queue.isHere(loop)) {
                    visitor.accept(queue);
                }
            });
        }
    }

    /** All that wait in exchanges, as far as they belong to a loop. On that loop. */
    void forEachDelayLineOn(BrokerLoop loop, Consumer<DelayLine> visitor) {
        byName.values().forEach(host -> host.delays().forEachOn(loop, visitor));
    }

    /** Where definitions go that are no virtual host's own. */
    public BrokerDefinitions definitions() {
        return definitions;
    }

    /** What is noted about a virtual host. */
    public FieldTable metadata(String name) {
        return metadata.getOrDefault(name, FieldTable.EMPTY);
    }

    /**
     * Makes a virtual host that is there after a restart too, if there is none of that name, and notes this about it.
     *
     * @return completed on an event loop when it is safe
     */
    public CompletableFuture<Void> create(String name, FieldTable about) {
        return definitions.define(new VirtualHostDefinition(name, about), () -> {
            if (find(name) == null) {
                LOG.info("Adding vhost '{}'", name);
            }
            make(name);
            metadata.put(name, about);
        });
    }

    /** The virtual host of that name, made if there is none; that alone does not outlive a restart. */
    public VirtualHost make(String name) {
        return byName.computeIfAbsent(name, absent -> {
            VirtualHost made = new VirtualHost(absent, logs.get(), loops, keptMemory, events);
            made.topology().exchanges().forEach(exchange -> events.emit(
                    new BrokerEvent.ExchangeCreated(absent, exchange.declaration(), BrokerEvent.INTERNAL)));
            events.emit(new BrokerEvent.VhostCreated(absent, BrokerEvent.INTERNAL));
            return made;
        });
    }
}
