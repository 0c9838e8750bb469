package dev.leveret.benchmarks;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
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
 * The way of one message from its exchange to its queues, without what a connection remembers of earlier
 * ones. Nanoseconds a message; each goes another way than the one before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBenchmark {

    private static final int QUEUES = 1000;
    private static final int MESSAGES = 1024; // a power of two
    private static final int FANOUT_QUEUES = 8;

    @Param({"10", "100000"})
    public int bindings;

    private final Topology topology = new Topology("/", new KeptMemory(1 << 20));
    private final Router router = new Router(topology);
    private final Destinations destinations = new Destinations();
    private final Message[] messages = new Message[MESSAGES];
    private final Message[] byQueueName = new Message[MESSAGES];
    private Exchange topic;
    private Exchange direct;
    private Exchange fanout;
    private Exchange defaultExchange;
    private int next;

    @Setup
    public void prepare() {
        for (int i = 0; i < QUEUES; i++) {
            topology.addQueue(new BenchQueue(queueName(i), false));
        }
        for (int i = 0; i < bindings; i++) {
            topology.bindQueue("amq.topic", queueName(i), bindingKey(i), FieldTable.EMPTY);
            topology.bindQueue("amq.direct", queueName(i), routingKey(i), FieldTable.EMPTY);
        }
        for (int i = 0; i < FANOUT_QUEUES; i++) {
            topology.bindQueue("amq.fanout", queueName(i), "", FieldTable.EMPTY);
        }
        ContentHeader header = ContentHeader.of(BasicProperties.EMPTY);
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = Message.of(Address.of("bench", routingKey(i * 97 % bindings)), header, new byte[0], 0);
            byQueueName[i] = Message.of(Address.of("", queueName(i)), header, new byte[0], 0);
        }
        topic = topology.requireExchange("amq.topic");
        direct = topology.requireExchange("amq.direct");
        fanout = topology.requireExchange("amq.fanout");
        defaultExchange = topology.requireExchange("");
    }

    private static String queueName(int i) {
        return "queue-" + i % QUEUES;
    }

    private static String routingKey(int i) {
        return "region-" + i % 10 + ".device-" + i + ".kind-" + i % 7;
    }

    /** Nine in ten name their device, the tenth has a wildcard in one of three places. */
    private static String bindingKey(int i) {
        return switch (i % 30) {
            case 0 -> "region-" + i % 10 + ".device-" + i + ".#";
            case 10 -> "*.device-" + i + ".kind-" + i % 7;
            case 20 -> "#.device-" + i + ".*";
            default -> routingKey(i);
        };
    }

    @Benchmark
    public int topic() {
        return route(topic, messages);
    }

    @Benchmark
    public int direct() {
        return route(direct, messages);
    }

    @Benchmark
    public int fanoutToEight() {
        return route(fanout, messages);
    }

    @Benchmark
    public int defaultExchange() {
        return route(defaultExchange, byQueueName);
    }

    private int route(Exchange exchange, Message[] from) {
        next = next + 1 & MESSAGES - 1;
        router.route(exchange, from[next], destinations);
        return destinations.count();
    }
}
