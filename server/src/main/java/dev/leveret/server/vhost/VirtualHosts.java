package dev.leveret.server.vhost;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.delay.DelayLine;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.config.TopologyLimits;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.policy.Policy;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.Definition;
import dev.leveret.store.GlobalParameterDefinition;
import dev.leveret.store.Recovered;
import dev.leveret.store.RecoveredQueue;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual hosts of the broker by name. From any thread. */
public final class VirtualHosts {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualHosts.class);

    /** What exchanges keep of messages may take this part of the heap. */
    private static final int KEPT_HEAP_DIVISOR = 16;

    /** Dead letters on their way may take so much of the heap, all together. */
    private static final int LETTERS_HEAP_DIVISOR = 16;

    /** Noted about a virtual host whose deletion has begun. */
    private static final String DELETING = "leveret.deleting";

    private static final BrokerDefinitions.Change NOTHING_ELSE = new BrokerDefinitions.Change(List.of(), List.of(), () -> {});

    private final Map<String, VirtualHost> byName = new ConcurrentHashMap<>();
    private final BrokerLoops loops;
    private final Supplier<DefinitionLog> logs;
    private final PageShare pageShare;
    private final BrokerEvents events;
    private final KeptMemory keptMemory = new KeptMemory(Runtime.getRuntime().maxMemory() / KEPT_HEAP_DIVISOR);
    private final LetterMemory letterMemory = new LetterMemory(Runtime.getRuntime().maxMemory() / LETTERS_HEAP_DIVISOR);
    private final BrokerDefinitions definitions;
    private final Rooms rooms;
    private final TopologyLimits limits;

    private List<AccessDefinition> recoveredAccess = List.of();
    private List<GlobalParameterDefinition> recoveredGlobalParameters = List.of();

    /** Of those that are durable. */
    private final Map<String, VirtualHostDefinition> known = new ConcurrentHashMap<>();

    /** Deletions that have begun, by name. */
    private final Map<String, Deletion> deletions = new ConcurrentHashMap<>();

    /** @param logs a log for each virtual host */
    VirtualHosts(
            BrokerLoops loops, Supplier<DefinitionLog> logs, PageShare pageShare, BrokerEvents events, TopologyLimits limits) {
        this.pageShare = pageShare;
        this.events = events;
        this.loops = loops;
        this.logs = logs;
        this.definitions = new BrokerDefinitions(logs.get(), loops.at(0));
        this.limits = limits;
        this.rooms = new Rooms(
                new Room(limits.queueMax(), () -> total(host -> host.topology().queues().size())),
                new Room(limits.exchangeMax(), () -> total(host -> host.topology().exchanges().size())));
    }

    private int total(ToIntFunction<VirtualHost> count) {
        return byName.values().stream().mapToInt(count).sum();
    }

    /**
     * Connects the loops with the store, and takes up what the store has kept. Before there are connections.
     *
     * @param limits of all virtual hosts together
     * @param loopBytesMax bytes on their way from one loop to others above which its publishers are not read
     * @param storeBytesMax bytes not yet synced above which nobody's are
     */
    public static VirtualHosts open(
            BrokerStore store, BrokerLoops loops, BrokerEvents events, TopologyLimits limits, long loopBytesMax,
            long storeBytesMax) {
        StoreLink link = StoreLink.connect(store, loops, loopBytesMax, storeBytesMax);
        VirtualHosts hosts = new VirtualHosts(loops, () -> new StoredDefinitions(link), link.pageShare(), events, limits);
        hosts.recover(store.recovered());
        return hosts;
    }

    /** How much there may be in all of them together. */
    public TopologyLimits limits() {
        return limits;
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

    /** What the store had of global parameters at the start. */
    public List<GlobalParameterDefinition> recoveredGlobalParameters() {
        return recoveredGlobalParameters;
    }

    private void recover(Recovered recovered) {
        recoveredAccess = recovered.access();
        recoveredGlobalParameters = recovered.globalParameters();
        if (recovered.roundsSinceCheckpoint() > 0) {
            LOG.info("the last end was not clean: {} rounds of the store come from its journal",
                    recovered.roundsSinceCheckpoint());
        }
        for (VirtualHostDefinition host : recovered.virtualHosts()) {
            make(host.name());
            apply(host);
        }
        // Order: policies first, what comes then follows them.
        recovered.policies().forEach(policy -> make(policy.vhost()).recover(policy));
        // Order: bindings last, both their ends have to be there.
        recovered.exchanges().forEach(exchange -> make(exchange.vhost()).recover(exchange));
        keptMemory.recovering(true);
        int home = 0;
        for (RecoveredQueue queue : recovered.queues()) {
            make(queue.definition().vhost()).recover(queue, loops.at(home));
            home = (home + 1) % loops.count();
        }
        keptMemory.recovering(false);
        recovered.bindings().forEach(binding -> make(binding.vhost()).recover(binding));
        begin();
        known.values().stream().filter(host -> host.metadata().contains(DELETING)).forEach(host -> deletions.put(
                host.name(), new Deletion(byName.remove(host.name()), CompletableFuture.completedFuture(null))));
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

    /** What is stored about a virtual host; null if nothing is. */
    public VirtualHostDefinition definition(String name) {
        return byName.containsKey(name) ? known.get(name) : null;
    }

    /**
     * Makes a virtual host that is there after a restart too, or changes what is stored about the one of that name.
     *
     * @param user who does it
     * @return completed on an event loop when it is safe; failed if one of that name is being deleted
     */
    public CompletableFuture<Void> create(VirtualHostDefinition definition, String user) {
        return create(definition, user, () -> new Beginning(List.of(), NOTHING_ELSE));
    }

    /**
     * What a virtual host has from its beginning: after a crash it is there with all of that, or not at all.
     *
     * @param policies its first ones
     * @param also what is made together with it
     */
    public record Beginning(List<Policy> policies, BrokerDefinitions.Change also) {

        public Beginning {
            policies = List.copyOf(policies);
        }
    }

    /**
     * The same as {@link #create(VirtualHostDefinition, String)}.
     *
     * @param beginning asked for if there is none of that name yet, while no other is made; what it throws is thrown, and nothing is done
     */
    public CompletableFuture<Void> create(VirtualHostDefinition definition, String user, Supplier<Beginning> beginning) {
        try {
            return definitions.change(definition, () -> {
                if (isBeingDeleted(definition.name())) {
                    throw new IllegalStateException("vhost '" + definition.name() + "' is being deleted");
                }
                return find(definition.name()) == null
                        ? begin(definition, user, beginning.get())
                        : BrokerDefinitions.Change.defining(definition, () -> apply(definition));
            });
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Order: it is not found before the store has been given all that it begins with. Its own log, through which its policies
     * are changed and all else in it is made, comes behind that.
     */
    private BrokerDefinitions.Change begin(VirtualHostDefinition definition, String user, Beginning beginning) {
        LOG.info("Adding vhost '{}'", definition.name());
        VirtualHost host = newHost(definition.name());
        List<Definition> all = new ArrayList<>();
        all.add(definition);
        all.addAll(host.policies().begin(beginning.policies()));
        all.addAll(beginning.also().defined());
        return new BrokerDefinitions.Change(all, beginning.also().gone(), beginning.also().apply(), () -> {
            known.put(definition.name(), definition);
            host.follow(definition);
            byName.put(definition.name(), host);
            tell(host, definition.metadata(), user);
            beginning.also().show().run();
        });
    }

    /** Puts in force what is to be stored about a virtual host that is there. By whoever changes {@link #definitions}. */
    public void apply(VirtualHostDefinition definition) {
        known.put(definition.name(), definition);
        byName.get(definition.name()).follow(definition);
    }

    /**
     * A virtual host that is going.
     *
     * @param begun completed when its going is safe: if the broker ends then, the next one goes on
     */
    public record Deletion(VirtualHost host, CompletableFuture<Void> begun) {}

    /** Whether one of that name is on its way out, so that there can't be another yet. */
    public boolean isBeingDeleted(String name) {
        return deletions.containsKey(name);
    }

    /**
     * Begins to delete a virtual host: from now on nobody finds it, and nothing new can be made in it.
     *
     * @param also what goes with it
     * @return nothing if there is none of that name
     */
    public Optional<Deletion> beginDeletion(String name, Supplier<BrokerDefinitions.Change> also) {
        Deletion[] deletion = new Deletion[1];
        CompletableFuture<Void> begun = new CompletableFuture<>();
        definitions.change("deletion of vhost '" + name + "'", () -> {
            VirtualHost host = byName.get(name);
            if (host == null) {
                return NOTHING_ELSE;
            }
            BrokerDefinitions.Change more = also.get();
            return new BrokerDefinitions.Change(List.of(marked(name)), more.gone(), () -> {
                LOG.info("Deleting vhost '{}'", name);
                deletion[0] = new Deletion(host, begun);
                deletions.put(name, deletion[0]);
                byName.remove(name);
                host.close();
                more.apply().run();
            });
        }).whenComplete((done, failure) -> {
            if (failure == null) {
                begun.complete(null);
            } else {
                begun.completeExceptionally(failure);
            }
        });
        return Optional.ofNullable(deletion[0]);
    }

    private VirtualHostDefinition marked(String name) {
        VirtualHostDefinition host = known.getOrDefault(name, new VirtualHostDefinition(name, FieldTable.EMPTY));
        return new VirtualHostDefinition(name, host.metadata().with(DELETING, new FieldValue.Bool(true)), host.limits());
    }

    /** Goes on with a deletion to its end; completed on an event loop. */
    public CompletableFuture<Void> finish(Deletion deletion, String user) {
        String name = deletion.host().name();
        BrokerLoop loop = loops.at(0);
        CompletableFuture<Void> emptied = new CompletableFuture<>();
        loop.execute(() -> deletion.host().empty(loop, user, emptied));
        return emptied.thenCompose(empty -> definitions.change("deletion of vhost '" + name + "'", () ->
                new BrokerDefinitions.Change(List.of(), List.of(new VirtualHostDefinition(name, FieldTable.EMPTY)), () -> {
                    known.remove(name);
                    deletions.remove(name);
                }))).thenRun(() -> events.emit(new BrokerEvent.VhostDeleted(name, user)));
    }

    /** Goes on with what an earlier run has begun to delete. Before there are connections; not on an event loop. */
    public CompletableFuture<Void> finishDeletions() {
        return CompletableFuture.allOf(deletions.values().stream()
                .map(deletion -> {
                    deletion.host().close();
                    return finish(deletion, BrokerEvent.INTERNAL);
                })
                .toArray(CompletableFuture[]::new));
    }

    /** The virtual host of that name, made if there is none; that alone does not outlive a restart. */
    public VirtualHost make(String name) {
        return byName.computeIfAbsent(name, absent -> {
            VirtualHost made = newHost(absent);
            tell(made, FieldTable.EMPTY, BrokerEvent.INTERNAL);
            return made;
        });
    }

    private VirtualHost newHost(String name) {
        return new VirtualHost(name, logs.get(), loops, keptMemory, letterMemory, rooms, events);
    }

    private void tell(VirtualHost made, FieldTable about, String user) {
        made.topology().exchanges().forEach(exchange -> events.emit(
                new BrokerEvent.ExchangeCreated(made.name(), exchange.declaration(), user)));
        events.emit(new BrokerEvent.VhostCreated(made.name(), about, user));
    }
}
