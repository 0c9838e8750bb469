package dev.leveret.routing;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.kept.KeptMemory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One exchange of a virtual host. What it was declared as never changes; its bindings, and what policies ask of it, are
 * changed through {@link Topology} alone.
 */
public final class Exchange implements BindingDestination {

    private final ExchangeDeclaration declaration;

    /** As policies and the declaration say together, which wins. */
    private volatile String alternate;

    private volatile FieldTable policy = FieldTable.EMPTY;

    /** What readers route by. */
    private volatile BindingTable table;

    /** Null if it routes messages whatever their keys. */
    private final SeenKeys seenKeys;

    private final boolean delaysByDeclaration;

    /** A policy has it delay messages. */
    private volatile boolean delaysByPolicy;

    /** Bindings from here and to here. The writer's alone. */
    private final Set<Binding> outgoing = new LinkedHashSet<>();

    private final Set<Binding> incoming = new LinkedHashSet<>();

    /** The same as {@link #outgoing} having any, for a look from other threads. */
    private volatile boolean bound;

    /** Throws 406 if one of the arguments that its type has is invalid. */
    Exchange(ExchangeDeclaration declaration, String vhost, KeptMemory memory) {
        this.declaration = declaration;
        this.alternate = declaration.alternate();
        this.delaysByDeclaration = declaration.delays();
        this.table = BindingTable.of(declaration, vhost, memory);
        this.seenKeys = declaration.deduplicates() ? SeenKeys.of(declaration, memory) : null;
    }

    /** All that was declared of it. */
    public ExchangeDeclaration declaration() {
        return declaration;
    }

    @Override
    public String name() {
        return declaration.name();
    }

    public ExchangeType type() {
        return declaration.type();
    }

    @Override
    public boolean durable() {
        return declaration.durable();
    }

    public boolean autoDelete() {
        return declaration.autoDelete();
    }

    public boolean internal() {
        return declaration.internal();
    }

    public FieldTable arguments() {
        return declaration.arguments();
    }

    /** What policies ask of it now, by the keys of a policy's definition. From any thread. */
    public FieldTable policy() {
        return policy;
    }

    /** Policies ask for this from now on. The writer's alone. */
    void configure(FieldTable changed) {
        policy = changed;
        String declared = declaration.alternate();
        alternate = declared == null ? ExchangeDeclaration.alternate(changed) : declared;
        delaysByPolicy = ExchangeDeclaration.delaysBy(changed);
    }

    /** Whether messages with a header {@code x-delay} wait here before they are routed: by its declaration, or by a policy. */
    public boolean delays() {
        return delaysByPolicy || delaysByDeclaration;
    }

    /** The keys of the messages that it has routed; null if it routes messages whatever their keys. */
    public SeenKeys seenKeys() {
        return seenKeys;
    }

    /** Whether the message that is being routed has been here before. Takes note of it. */
    boolean hasSeen(Destinations out) {
        return seenKeys != null && seenKeys.contain(this, out);
    }

    /** Whether anything is bound to it. One volatile read, from any thread. */
    public boolean isBound() {
        return bound;
    }

    /** The name of the exchange for what this one cannot route, or null. */
    String alternate() {
        return alternate;
    }

    /** The exchange without a name, to whose messages the routing key names the queue. */
    boolean isDefault() {
        return name().isEmpty();
    }

    BindingTable table() {
        return table;
    }

    Set<Binding> outgoing() {
        return outgoing;
    }

    /** Its outgoing bindings have changed. By the writer. */
    void rebound() {
        bound = !outgoing.isEmpty();
    }

    Set<Binding> incoming() {
        return incoming;
    }

    /** The messages that a destination is to be sent when it is bound, oldest first. From any thread. */
    public List<Message> history() {
        return table.history();
    }

    /** Routes nothing any more, also for those who still hold on to it. */
    void retire() {
        table.close();
        if (seenKeys != null) {
            seenKeys.close();
        }
        table = new DirectBindings();
    }

    @Override
    public String toString() {
        return "Exchange[" + name() + ", " + type().wireName() + "]";
    }
}
