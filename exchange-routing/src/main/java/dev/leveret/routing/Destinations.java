package dev.leveret.routing;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.structure.DistinctList;
import dev.leveret.routing.topic.TopicWords;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Where a message goes, each queue once; filled by {@link Router#route}.
 *
 * <p>Owned by one thread and used over and over, so that routing need not allocate. It also carries
 * what a routing in progress has to remember.
 */
public final class Destinations {

    private final DistinctList<RouteTarget> targets = new DistinctList<>();

    /** The exchanges that the message has reached, those that are still to be asked at the end. */
    private final DistinctList<Exchange> exchanges = new DistinctList<>();

    /** Those among them that the message has to wait in. */
    private final DistinctList<Exchange> delays = new DistinctList<>();

    private final TopicWords words = new TopicWords();
    private final Consumer<BindingDestination> sink = this::reach;

    private final SplittableRandom random;

    private Message message;
    private Message received;
    private String routingKey;
    private List<String> selectedKeys = List.of();
    private boolean dependsOnHeaders;
    private boolean onlyForThisMessage;
    private int reached;

    /** Of exchanges that deduplicate; false: whoever routes only wants to know. */
    private boolean decides = true;

    private boolean undecided;
    private final List<KeyClaim> claims = new ArrayList<>(0);
    private final List<Original> repeated = new ArrayList<>(0);

    /** For routing where chance has its own way. */
    public Destinations() {
        this(new SplittableRandom());
    }

    /** For routing where what is random comes from here. */
    Destinations(SplittableRandom random) {
        this.random = random;
    }

    /** How many queues the message goes to. */
    public int count() {
        return targets.size();
    }

    /** One of them, by an index from 0 to count - 1. */
    public RouteTarget target(int index) {
        return targets.get(index);
    }

    /** All of them, in an array of their own. */
    public RouteTarget[] toArray() {
        RouteTarget[] array = new RouteTarget[targets.size()];
        targets.copyInto(array);
        return array;
    }

    /**
     * The message to enqueue, and to return if there is nowhere to: the one that was routed, but without
     * the header BCC.
     */
    public Message message() {
        return message;
    }

    /** The message that was routed, with all its headers. */
    public Message received() {
        return received;
    }

    /** In how many exchanges the message has to wait, before they route it. */
    public int delayCount() {
        return delays.size();
    }

    /** One of these exchanges, by an index from 0 to delayCount - 1. */
    public Exchange delay(int index) {
        return delays.get(index);
    }

    /**
     * Whether the message's headers or other properties had a say. If not, every message of the same address goes
     * the same way as long as {@link Topology#version} stays, except one for which {@link Router#selectsKeys} is
     * true. Neither holds if {@link #onlyForThisMessage} does.
     */
    public boolean dependsOnHeaders() {
        return dependsOnHeaders;
    }

    /**
     * Whether the next message has to be routed anew though it be equal: chance had a say, or an exchange that keeps
     * account of its messages.
     */
    public boolean onlyForThisMessage() {
        return onlyForThisMessage;
    }

    /**
     * Whether exchanges that deduplicate decide which message comes first. If they do not, which is good for one routing, each
     * message counts as new, and none is noted; {@link #isUndecided} tells whether that makes a difference.
     */
    public void decides(boolean whether) {
        decides = whether;
    }

    /** Whether exchanges that deduplicate still have to decide about this message. */
    public boolean isUndecided() {
        return undecided;
    }

    /** The keys that the message has brought, each in an exchange that remembers it now. Copy it: it is used again. */
    public List<KeyClaim> claims() {
        return claims;
    }

    /** The messages that this one repeats, in exchanges that have led it nowhere for that. Copy it: it is used again. */
    public List<Original> repeated() {
        return repeated;
    }

    /** Forgets the message and its targets, so that they can be collected. */
    public void clear() {
        targets.clear();
        exchanges.clear();
        delays.clear();
        message = null;
        received = null;
        routingKey = null;
        selectedKeys = List.of();
        dependsOnHeaders = false;
        onlyForThisMessage = false;
        reached = 0;
        decides = true;
        undecided = false;
        claims.clear();
        repeated.clear();
    }

    /** Starts with a message; throws 406 if its CC or BCC is malformed. */
    void begin(Message routed) {
        boolean isDecision = decides;
        clear();
        decides = isDecision;
        message = routed;
        received = routed;
        routingKey = routed.address().routingKey();
        if (SelectedKeys.mayBeIn(routed.header())) {
            selectedKeys = SelectedKeys.in(routed.header().headers());
            message = SelectedKeys.withoutBlind(routed);
            dependsOnHeaders = !selectedKeys.isEmpty();
        }
    }

    /** How many keys the message that was routed has: its routing key and the ones in CC and BCC, repeated ones too. */
    public int keyCount() {
        return 1 + selectedKeys.size();
    }

    /** The key of this index; 0-based, the routing key first. */
    public String key(int index) {
        return index == 0 ? routingKey : selectedKeys.get(index - 1);
    }

    /** The headers to match bindings against; from now on the result depends on them. */
    FieldTable headers() {
        dependsOnHeaders = true;
        return message.header().headers();
    }

    /** The properties to route by; from now on the result depends on them. */
    BasicProperties properties() {
        dependsOnHeaders = true;
        return message.header().properties();
    }

    /** A random number from 0 to bound - 1; from now on the result is good for this message only. */
    int chance(int bound) {
        keepToThisMessage();
        return random.nextInt(bound);
    }

    /** From now on the result is good for this message only. */
    void keepToThisMessage() {
        onlyForThisMessage = true;
    }

    boolean areDecisive() {
        return decides;
    }

    /** An exchange has not decided. */
    void leaveUndecided() {
        undecided = true;
    }

    /** The message has brought a new key. */
    void claim(KeyClaim claim) {
        claims.add(claim);
    }

    /** The message repeats another one, which may not be safe yet. */
    void repeats(Original original) {
        repeated.add(original);
    }

    /** Whether the message waits where messages may have to. */
    boolean hasToWait() {
        dependsOnHeaders = true;
        return Delay.millis(message.header()) > 0;
    }

    void waitIn(Exchange exchange) {
        delays.add(exchange);
    }

    TopicWords words() {
        return words;
    }

    /** Takes the destinations of bindings, repeated ones too. */
    Consumer<BindingDestination> sink() {
        return sink;
    }

    void reach(BindingDestination destination) {
        reached++;
        if (destination instanceof Exchange exchange) {
            exchanges.add(exchange);
        } else {
            targets.add((RouteTarget) destination);
        }
    }

    /** How many destinations were reached so far, repeated ones counted as often. */
    int reached() {
        return reached;
    }

    int exchangeCount() {
        return exchanges.size();
    }

    Exchange exchange(int index) {
        return exchanges.get(index);
    }
}
