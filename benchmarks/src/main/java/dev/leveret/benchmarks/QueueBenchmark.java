package dev.leveret.benchmarks;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.ConsumerSettings;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The life of a message in a transient queue: enqueued, delivered, acknowledged. Nanoseconds a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xms2g")
public class QueueBenchmark {

    private static final int BURST = 64;
    private static final int BACKLOG = 100_000;

    @Param({"1", "8"})
    public int consumers;

    private final SettlingEffects effects = new SettlingEffects();
    private Message message;
    private QueueActor queue;

    @Setup
    public void prepare() {
        message = Message.of(
                Address.of("", "bench"), ContentHeader.of(BasicProperties.EMPTY), new byte[100], 0);
        queue = emptyQueue();
        subscribe(queue);
    }

    private QueueActor emptyQueue() {
        var settings = new QueueSettings("/", "bench", false, false, false, FieldTable.EMPTY);
        return new QueueActor(settings, settings.rules(FieldTable.EMPTY), QueueKeeping.of(QueueStore.NONE, QueuePages.NONE), effects);
    }

    private void subscribe(QueueActor subscribed) {
        for (int i = 0; i < consumers; i++) {
            var settings = new ConsumerSettings("consumer-" + i, false, false, BURST, 0, FieldTable.EMPTY);
            subscribed.handle(new QueueCommand.Subscribe(new Consumer(settings, null, null), null), 0);
        }
    }

    /** One at a time, as paced traffic comes. */
    @Benchmark
    public int enqueueDeliverAck() {
        queue.enqueue(message, null, 0);
        queue.deliver(0);
        return effects.settleAll(queue, Outcome.ACK);
    }

    /** Many with one turn of the loop, as they come under load. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int enqueueDeliverAckInBursts() {
        for (int i = 0; i < BURST; i++) {
            queue.enqueue(message, null, 0);
        }
        queue.deliver(0);
        return effects.settleAll(queue, Outcome.ACK);
    }

    /** A backlog is built up without a consumer and then drained. */
    @Benchmark
    @OperationsPerInvocation(BACKLOG)
    public int backlogThenDrain() {
        QueueActor deep = emptyQueue();
        for (int i = 0; i < BACKLOG; i++) {
            deep.enqueue(message, null, 0);
        }
        subscribe(deep);
        int settled = 0;
        while (settled < BACKLOG) {
            deep.deliver(0);
            settled += effects.settleAll(deep, Outcome.ACK);
        }
        return settled;
    }

    /** Each message goes back to its place and is delivered once more. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int requeueThenAckInBursts() {
        for (int i = 0; i < BURST; i++) {
            queue.enqueue(message, null, 0);
        }
        queue.deliver(0);
        effects.settleAll(queue, Outcome.REQUEUE);
        queue.deliver(0);
        return effects.settleAll(queue, Outcome.ACK);
    }
}
