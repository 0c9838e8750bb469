package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueRules;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.DueQueue;
import dev.leveret.server.policy.EffectivePolicy;
import dev.leveret.server.vhost.QueuePlace.Away;
import dev.leveret.server.vhost.QueuePlace.Here;
import dev.leveret.server.vhost.QueuePlace.Moving;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue, for whoever has something for it, on whatever loop he is: on the queue's own loop it is done at once, from
 * another one it goes there with the rest of the turn.
 *
 * <p>One object as long as the queue exists. Every method takes the caller's loop and must be called on it. What one
 * loop sends takes effect in the order in which it was sent, also while the queue moves.
 */
public final class QueueRef implements RouteTarget, DueQueue {

    private final long id;
    private final QueueSettings settings;
    private final long ownerConnection;

    /** As of the settings, for each message. */
    private final boolean isDurable;

    private final boolean isQuorum;

    /** What it does with its messages now. Written under the virtual host's mutex. */
    private volatile QueueRules rules;

    /** What policies ask of it now. Written under the virtual host's mutex. */
    private volatile EffectivePolicy policy;

    /** By index of the loop whose view it is. Each element belongs to that loop. */
    private final QueuePlace[] places;

    private QueueOutput output;

    /**
     * A queue without an actor yet.
     *
     * @param id in the store, of its messages of the lowest priority; 0 if it is not stored
     * @param policy what policies ask of it now
     * @param ownerConnection id of the connection that it is exclusive to; 0 if it is not exclusive
     * @param loopCount of the broker
     */
    QueueRef(long id, QueueSettings settings, EffectivePolicy policy, long ownerConnection, int loopCount) {
        this.id = id;
        this.settings = settings;
        this.policy = policy;
        this.rules = settings.rules(policy.definition());
        this.ownerConnection = ownerConnection;
        this.isDurable = settings.durable();
        this.isQuorum = settings.type() == QueueType.QUORUM;
        this.places = new QueuePlace[loopCount];
    }

    /** Settles the actor on a loop. Once, before anybody else sees the queue. */
    void open(QueueActor actor, QueueOutput actorsOutput, BrokerLoop home) {
        output = actorsOutput;
        Away away = new Away(home);
        for (int i = 0; i < places.length; i++) {
            places[i] = i == home.index() ? new Here(actor) : away;
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** Its id in the store, of its messages of the lowest priority; 0 if it is not stored. */
    public long id() {
        return id;
    }

    /** What it was declared with. */
    public QueueSettings settings() {
        return settings;
    }

    /** What it does with its messages now. From any thread. */
    public QueueRules rules() {
        return rules;
    }

    /** What policies ask of it now. From any thread. */
    public EffectivePolicy policy() {
        return policy;
    }

    /**
     * Policies may have changed: the queue gets the rules that follow now. Under the virtual host's mutex, and always from the
     * same loop. A message that was sent to it with Enqueue before, when it could not refuse any, is taken.
     */
    void follow(VirtualHostPolicies policies, BrokerLoop loop) {
        policy = policies.ofQueue(name(), settings.type().wireName());
        QueueRules changed = settings.rules(policy.definition());
        if (!changed.equals(rules)) {
            rules = changed;
            command(loop, new QueueCommand.Configure(changed));
        }
    }

    /** Whether messages are to be offered to it, as it may refuse them. From any thread. */
    public boolean mayRefuse() {
        return rules.mayRefuse();
    }

    /** Whether it survives a restart, with the messages that it {@link #stores}. */
    public boolean durable() {
        return isDurable;
    }

    /** Whether it keeps this message in the store. */
    public boolean stores(Message message) {
        return isDurable && (isQuorum || message.header().persistent());
    }

    /** Whether it is a quorum queue: keeps transient messages as well, and tells consumers how often one has come back. */
    public boolean isQuorum() {
        return isQuorum;
    }

    /** The connection that it is exclusive to; 0 if none. */
    public long ownerConnection() {
        return ownerConnection;
    }

    /** Whether this connection may use it: an exclusive queue only serves its own. */
    boolean isOpenTo(long connection) {
        return ownerConnection == 0 || ownerConnection == connection;
    }

    /** Whether commands of this loop are carried out at once. */
    public boolean isHere(BrokerLoop loop) {
        return places[loop.index()] instanceof Here;
    }

    /** The loop where what is sent to this queue from here is carried out later; null if it is carried out at once. */
    public BrokerLoop wayFrom(BrokerLoop loop) {
        return switch (places[loop.index()]) {
            case Here here -> null;
            case Away away -> away.owner();
            case Moving moving -> moving.to();
        };
    }

    /** Puts a message into the queue. The unit may be null. */
    public void enqueue(BrokerLoop loop, Message message, DurableUnit unit) {
        if (places[loop.index()] instanceof Here here) {
            here.actor().enqueue(message, unit, loop.nowMillis());
        } else {
            pass(loop, new QueueMessage.Enqueue(this, message, unit));
        }
    }

    /** Settles one delivery of this queue. The unit may be null. */
    public void settle(BrokerLoop loop, Delivery delivery, Outcome outcome, DurableUnit unit) {
        if (places[loop.index()] instanceof Here here) {
            here.actor().settle(delivery, outcome, unit, loop.nowMillis());
        } else {
            pass(loop, new QueueMessage.Settle(this, delivery, outcome, unit));
        }
    }

    /** A consumer's socket has taken deliveries of so many bytes. */
    public void creditReturned(BrokerLoop loop, Consumer consumer, long bytes) {
        if (places[loop.index()] instanceof Here here) {
            here.actor().creditReturned(consumer, bytes, loop.nowMillis());
        } else {
            pass(loop, new QueueMessage.Credit(this, consumer, bytes));
        }
    }

    /** Everything else. */
    public void command(BrokerLoop loop, QueueCommand command) {
        if (places[loop.index()] instanceof Here here) {
            here.actor().handle(command, loop.nowMillis());
        } else {
            pass(loop, new QueueMessage.Command(this, command));
        }
    }

    @Override
    public boolean deliver(BrokerLoop loop) {
        if (!(places[loop.index()] instanceof Here here)) {
            return false; // it has moved, and is due over there
        }
        boolean more = here.actor().deliver(loop.nowMillis());
        if (!more) {
            output.delivered();
        }
        return more;
    }

    /**
     * Has it forget so many bytes of its oldest keys. At a start only, on the thread that takes up what was kept, before the loop begins
     * with it; returns whether there were any.
     */
    boolean dropRecoveredKeys(BrokerLoop home, long bytes) {
        return ((Here) places[home.index()]).actor().dropRecoveredKeys(bytes);
    }

    /** How many consumers it has. On its own loop. */
    int consumerCount(BrokerLoop loop) {
        return ((Here) places[loop.index()]).actor().consumerCount();
    }

    /** What it has, in numbers, and who consumes. On its own loop. */
    QueueReport report(BrokerLoop loop) {
        QueueActor actor = ((Here) places[loop.index()]).actor();
        List<QueueReport.ConsumerReport> consumers = new ArrayList<>();
        actor.forEachConsumer(consumer -> consumers.add(QueueReport.ConsumerReport.of(consumer)));
        return new QueueReport(
                this,
                new QueueReport.Ready(
                        actor.readyCount(), actor.readyInMemoryCount(), actor.readyBodyBytes(), actor.bytesInMemory(), actor.head()),
                new QueueReport.Unacked(actor.unackedCount(), actor.unackedBytes()),
                consumers);
    }

    /** What its ready messages take of the memory, in bytes. On its own loop. */
    long bytesInMemory(BrokerLoop loop) {
        return ((Here) places[loop.index()]).actor().bytesInMemory();
    }

    /** What its unacknowledged messages take, in bytes. On its own loop. */
    long unackedBytes(BrokerLoop loop) {
        return ((Here) places[loop.index()]).actor().unackedBytes();
    }

    private void pass(BrokerLoop loop, QueueMessage message) {
        switch (places[loop.index()]) {
            case Away away -> loop.send(away.owner(), message);
            case Moving moving -> moving.held().add(message);
            case Here here -> message.arrive(loop);
        }
    }

    /** As one loop sees it; for the move alone. */
    QueuePlace place(BrokerLoop loop) {
        return places[loop.index()];
    }

    /** Changes one loop's view; for the move alone. */
    void place(BrokerLoop loop, QueuePlace place) {
        places[loop.index()] = place;
    }

    @Override
    public String toString() {
        return settings.describe();
    }
}
