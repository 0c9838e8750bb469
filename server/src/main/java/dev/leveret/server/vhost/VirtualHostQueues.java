package dev.leveret.server.vhost;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.ArgumentEquivalence;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.RouteTarget;
import dev.leveret.routing.Topology;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.TopologyEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.policy.EffectivePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The queues of a virtual host: making them, finding them, taking their names away. From any loop. */
public final class VirtualHostQueues implements QueueOutput.Host {

    /** A declaration's outcome. */
    public record Declared(QueueRef queue, boolean created, boolean waitsForStore) {}

    private final Topology topology;
    private final ReentrantLock mutex;
    private final DefinitionLog log;
    private final BrokerLoops loops;
    private final VirtualHostPolicies policies;
    private final TopologyEvents events;

    /** By the connection that they are exclusive to. Under the mutex. */
    private final Map<Long, Set<QueueRef>> exclusive = new HashMap<>();

    private final DelayLines delays;
    private final KeptKeys keys;
    private final QueueStores stores;
    private final LetterRoutes letters;
    private final IntSupplier countMax;
    private final Room room;

    /** Whether the virtual host is being deleted. Under the mutex. */
    private boolean closed;

    VirtualHostQueues(Topology topology, ReentrantLock mutex, DefinitionLog log, BrokerLoops loops,
            VirtualHostPolicies policies, TopologyEvents events, DelayLines delays, KeptKeys keys, QueueStores stores,
            LetterRoutes letters, IntSupplier countMax, Room room) {
        this.topology = topology;
        this.mutex = mutex;
        this.log = log;
        this.loops = loops;
        this.policies = policies;
        this.events = events;
        this.delays = delays;
        this.keys = keys;
        this.stores = stores;
        this.letters = letters;
        this.countMax = countMax;
        this.room = room;
    }

    /** The queue of that name; throws 404 if there is none and 405 if it is exclusive to another connection. */
    public QueueRef require(String name, long connection) {
        QueueRef queue = find(name);
        if (queue == null) {
            throw AmqpException.notFound("no queue '%s' in vhost '%s'", name, topology.vhost());
        }
        requireAccess(queue, connection);
        return queue;
    }

    /** The queue of that name, or null. */
    public QueueRef find(String name) {
        return (QueueRef) topology.queue(name);
    }

    /** Throws 405 if the queue is exclusive to another connection. */
    static void requireAccess(QueueRef queue, long connection) {
        if (!queue.isOpenTo(connection)) {
            throw AmqpException.resourceLocked(
                    "cannot obtain exclusive access to locked %s. It could be originally declared on another"
                            + " connection or the exclusive property value does not match that of the original"
                            + " declaration.",
                    queue.settings().describe());
        }
    }

    /**
     * Finds or makes a queue.
     *
     * @param connection who declares it, and whom it is exclusive to if it is
     * @param completion hears on this loop when a durable queue is safe, if the outcome says so
     * @throws AmqpException 405 or 406 if there is one and it differs; 406 or 540 for its arguments; 406 if there are as many as
     *     may be in all virtual hosts, or in this one and it is a client that declares it
     */
    public Declared declare(
            QueueDeclaration declaration, long connection, BrokerLoop loop, DurableUnit.Completion completion) {
        mutex.lock();
        try {
            QueueRef existing = find(declaration.name());
            if (existing != null) {
                requireEquivalent(existing, declaration, connection);
                boolean waits = new DefinitionChange(log, topology.vhost())
                        .awaitEarlier(existing.durable())
                        .commit(loop, completion);
                return new Declared(existing, false, waits);
            }
            requireOpen();
            if (connection != 0) {
                requireRoom(declaration.name());
            }
            return room.make(() -> create(declaration, connection, loop, completion), max -> AmqpException.preconditionFailed(
                    "cannot declare queue '%s': queue limit in cluster (%d) is reached", declaration.name(), max));
        } finally {
            mutex.unlock();
        }
    }

    private void requireRoom(String name) {
        int max = countMax.getAsInt();
        if (max >= 0 && topology.queues().size() >= max) {
            throw AmqpException.preconditionFailed("cannot declare queue '%s': queue limit in vhost '%s' (%d) is reached",
                    name, topology.vhost(), max);
        }
    }

    /** Nothing more is made here. Under the mutex. */
    void close() {
        closed = true;
    }

    /** Throws 320 if the virtual host is being deleted. Under the mutex. */
    void requireOpen() {
        if (closed) {
            throw AmqpException.connectionForced("vhost '%s' is deleted", topology.vhost());
        }
    }

    private static void requireEquivalent(QueueRef queue, QueueDeclaration declaration, long connection) {
        requireAccess(queue, connection);
        ArgumentEquivalence.check(
                queue.settings(),
                declaration.durable(),
                declaration.exclusive(),
                declaration.autoDelete(),
                declaration.arguments());
    }

    private Declared create(
            QueueDeclaration declaration, long connection, BrokerLoop loop, DurableUnit.Completion completion) {
        QueueSettings settings = new QueueSettings(
                topology.vhost(),
                declaration.name(),
                declaration.durable(),
                declaration.exclusive(),
                declaration.autoDelete(),
                declaration.arguments());
        long owner = declaration.exclusive() ? connection : 0;
        long id = settings.durable() ? log.newQueueIds(settings.storeLevels()) : 0;
        QueueRef queue = new QueueRef(id, settings, policyOf(settings), owner, loops.count());
        open(queue, loop);
        queue.command(loop, new QueueCommand.Tick());
        // Order: the store knows of it before anybody can send it a message.
        boolean waits = new DefinitionChange(log, topology.vhost()).define(queue).commit(loop, completion);
        topology.addQueue(queue);
        if (owner != 0) {
            exclusive.computeIfAbsent(owner, id1 -> new LinkedHashSet<>()).add(queue);
        }
        events.created(settings, owner, declaration.user(), loop);
        return new Declared(queue, true, waits);
    }

    private QueueActor open(QueueRef queue, BrokerLoop loop) {
        QueueOutput output = new QueueOutput(queue, this, loop);
        QueueActor actor = new QueueActor(queue.settings(), queue.rules(), output.keeping(), output);
        queue.open(actor, output, loop);
        return actor;
    }

    private EffectivePolicy policyOf(QueueSettings settings) {
        return policies.ofQueue(settings.name(), settings.type().wireName());
    }

    /** Takes up a queue that the store has kept, without its messages. Before there are connections. */
    QueueActor recover(long id, QueueSettings settings, BrokerLoop home) {
        QueueRef queue = new QueueRef(id, settings, policyOf(settings), 0, loops.count());
        QueueActor actor = open(queue, home);
        topology.addQueue(queue);
        return actor;
    }

    /** All queues. From any loop; it may be changing. */
    void forEach(Consumer<QueueRef> visitor) {
        for (RouteTarget queue : topology.queues()) {
            visitor.accept((QueueRef) queue);
        }
    }

    /**
     * Somebody wants a queue deleted that is not there any more: it may have gone so lately that the store has not
     * written it yet. Returns whether the completion will be told, on that loop.
     */
    public boolean awaitDeletion(BrokerLoop loop, DurableUnit.Completion completion) {
        return awaitEarlier(loop, completion);
    }

    private boolean awaitEarlier(BrokerLoop loop, DurableUnit.Completion completion) {
        mutex.lock();
        try {
            return new DefinitionChange(log, topology.vhost()).awaitEarlier(true).commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Deletes the exclusive queues of a connection that has ended, then runs the task on its loop. */
    public void deleteExclusive(long connection, BrokerLoop loop, Runnable done) {
        List<QueueRef> gone;
        mutex.lock();
        try {
            Set<QueueRef> queues = exclusive.remove(connection);
            gone = queues == null ? List.of() : List.copyOf(queues);
        } finally {
            mutex.unlock();
        }
        delete(gone, BrokerEvent.INTERNAL, loop, done);
    }

    /** Deletes every queue for a user, then runs the task on this loop. */
    void deleteAll(BrokerLoop loop, String user, Runnable done) {
        List<QueueRef> gone = new ArrayList<>();
        forEach(gone::add);
        delete(gone, user, loop, done);
    }

    private static void delete(List<QueueRef> gone, String user, BrokerLoop loop, Runnable done) {
        if (gone.isEmpty()) {
            done.run();
            return;
        }
        Countdown countdown = new Countdown(loop, user, gone.size(), done);
        for (QueueRef queue : gone) {
            queue.command(loop, new QueueCommand.Delete(false, false, countdown));
        }
    }

    @Override
    public BrokerLoops loops() {
        return loops;
    }

    @Override
    public QueueStores stores() {
        return stores;
    }

    @Override
    public LetterRoutes letters() {
        return letters;
    }

    @Override
    public void deleted(QueueRef queue, Asker asker, QueueReply.Deleted reply, BrokerLoop loop) {
        if (!forget(queue, asker, new Written(asker, reply, "the deletion of a queue"), loop)) {
            QueueOutput.answer(loop, asker, reply);
        }
    }

    @Override
    public void purged(QueueRef queue, Asker asker, QueueReply.Purged reply, BrokerLoop loop) {
        log.handOver(loop); // Order: the store knows what was dropped before it is asked for its next round.
        if (!queue.durable() || !awaitEarlier(asker.loop(), new Written(asker, reply, "that a queue is purged"))) {
            QueueOutput.answer(loop, asker, reply);
        }
    }

    /** On this loop. Returns whether the completion will be told, on the asker's. */
    private boolean forget(QueueRef queue, Asker asker, DurableUnit.Completion completion, BrokerLoop here) {
        BrokerLoop loop = asker.loop();
        log.handOver(here); // Order: the store knows of the letters that have just left before it forgets the queue.
        mutex.lock();
        try {
            if (find(queue.name()) != queue) {
                return queue.durable() && awaitDeletion(loop, completion); // it was deleted before
            }
            var removals = topology.removeQueue(queue);
            Set<QueueRef> siblings = exclusive.get(queue.ownerConnection());
            if (siblings != null) {
                siblings.remove(queue);
            }
            events.removed(queue.name(), removals, asker.user(), here);
            return new DefinitionChange(log, topology.vhost())
                    .undefine(removals)
                    .undefine(delays.drop(removals))
                    .undefine(keys.drop(removals))
                    .undefine(queue)
                    .commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Answers after the round of what was done. */
    private record Written(Asker asker, QueueReply reply, String what) implements DurableUnit.Completion {

        @Override
        public void durable() {
            asker.answer(reply);
        }

        @Override
        public void failed() {
            var error = AmqpException.internalError("the store could not write %s", what);
            asker.answer(new QueueReply.Refused(error.error()));
        }
    }

    /** Waits for several deletions. */
    private static final class Countdown implements Asker {

        private final BrokerLoop loop;
        private final String user;
        private final Runnable done;
        private int missing;

        Countdown(BrokerLoop loop, String user, int missing, Runnable done) {
            this.loop = loop;
            this.user = user;
            this.missing = missing;
            this.done = done;
        }

        @Override
        public BrokerLoop loop() {
            return loop;
        }

        @Override
        public String user() {
            return user;
        }

        @Override
        public void answer(QueueReply reply) {
            if (--missing == 0) {
                done.run();
            }
        }
    }
}
