package dev.leveret.benchmarks;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What is written once a message: deliveries and confirms. Nanoseconds each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DeliverEncodeBenchmark {

    private static final int MESSAGES = 64;
    private static final int FRAME_MAX = 131_072;

    @Param({"100", "1024", "65536"})
    public int bodySize;

    private final byte[] consumerTag = FrameWriter.shortString("amq.ctag-0123456789abcdefghijkl");
    private Message message;
    private ByteBuf out;

    @Setup
    public void prepare() {
        message = Message.of(
                Address.of("bench.exchange", "bench.routing.key"),
                ContentHeader.of(BasicProperties.EMPTY),
                new byte[bodySize],
                0);
        out = PooledByteBufAllocator.DEFAULT.directBuffer();
    }

    @TearDown
    public void release() {
        out.release();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int encodeDeliveries() {
        out.clear();
        for (int tag = 1; tag <= MESSAGES; tag++) {
            FrameWriter.deliver(out, 1, consumerTag, tag, false, message, FRAME_MAX);
        }
        return out.writerIndex();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int encodeConfirms() {
        out.clear();
        for (int tag = 1; tag <= MESSAGES; tag++) {
            FrameWriter.ack(out, 1, tag, false);
        }
        return out.writerIndex();
    }
}
