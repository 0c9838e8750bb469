package dev.leveret.benchmarks;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.routing.kept.KeptMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of one message through the exchanges that choose one of many queues, or remember what they have seen.
 * Nanoseconds a message; each has another key than the one before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashRoutingBenchmark {

    private static final int MESSAGES = 1024; // a power of two

    @Param({"3", "1000"})
    public int queues;

    private final Topology topology = new Topology("/", new KeptMemory(1 << 24));
    private final Router router = new Router(topology);
    private final Destinations destinations = new Destinations();
    private final Message[] messages = new Message[MESSAGES];
    private Exchange consistentHash;
    private Exchange modulus;
    private Exchange random;
    private Exchange history;
    private Exchange deduplication;
    private int next;

    @Setup
    public void prepare() {
        consistentHash = exchange(ExchangeType.CONSISTENT_HASH, FieldTable.EMPTY);
        modulus = exchange(ExchangeType.MODULUS_HASH, FieldTable.EMPTY);
        random = exchange(ExchangeType.RANDOM, FieldTable.EMPTY);
        history = exchange(ExchangeType.RECENT_HISTORY, FieldTable.EMPTY);
        // Half as many keys as there are, so that each is new when it comes again.
        deduplication = exchange(
                ExchangeType.DEDUPLICATION, FieldTable.of("x-cache-size", new FieldValue.Int32(MESSAGES / 2)));
        for (int i = 0; i < queues; i++) {
            topology.addQueue(new BenchQueue("queue-" + i, false));
            for (Exchange exchange : new Exchange[] {consistentHash, modulus, random}) {
                topology.bindQueue(exchange.name(), "queue-" + i, "1", FieldTable.EMPTY);
            }
        }
        topology.bindQueue(history.name(), "queue-0", "", FieldTable.EMPTY);
        topology.bindQueue(deduplication.name(), "queue-0", "", FieldTable.EMPTY);
        for (int i = 0; i < MESSAGES; i++) {
            FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("order-" + i));
            ContentHeader header = ContentHeader.of(BasicProperties.builder().headers(headers).build());
            messages[i] = Message.of(Address.of("bench", "customer-" + i), header, new byte[0], 0);
        }
    }

    private Exchange exchange(ExchangeType type, FieldTable arguments) {
        topology.declareExchange(new ExchangeDeclaration(type.wireName(), type, false, false, false, arguments));
        return topology.requireExchange(type.wireName());
    }

    @Benchmark
    public int consistentHash() {
        return route(consistentHash);
    }

    @Benchmark
    public int modulus() {
        return route(modulus);
    }

    @Benchmark
    public int random() {
        return route(random);
    }

    @Benchmark
    public int recentHistory() {
        return route(history);
    }

    @Benchmark
    public int deduplication() {
        return route(deduplication);
    }

    private int route(Exchange exchange) {
        next = next + 1 & MESSAGES - 1;
        router.route(exchange, messages[next], destinations);
        return destinations.count();
    }
}
