package dev.leveret.benchmarks;

import dev.leveret.amqp.frame.ContentAssembler;
import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.value.ArgumentReader;
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
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of a publisher to messages: frames, methods, content. Nanoseconds a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishDecodeBenchmark {

    private static final int MESSAGES = 256;
    private static final int FRAME_MAX = 131_072;
    private static final int PROTOCOL_HEADER_SIZE = 8;

    @Param({"100", "1024", "65536"})
    public int bodySize;

    /** How many bytes come with one read of the socket; frames are cut wherever that falls. */
    @Param({"65536", "1460"})
    public int readSize;

    private ByteBuf stream;
    private ByteBuf[] reads;
    private FrameDecoder decoder;
    private final MessageCollector collector = new MessageCollector();

    @Setup
    public void prepare() {
        stream = PooledByteBufAllocator.DEFAULT.directBuffer();
        FrameWriter.protocolHeader(stream);
        Message message = Message.of(
                Address.of("bench.exchange", "bench.routing.key"),
                ContentHeader.of(BasicProperties.EMPTY),
                new byte[bodySize],
                0);
        for (int i = 0; i < MESSAGES; i++) {
            FrameWriter.publish(stream, 1, false, false, message, FRAME_MAX);
        }
        decoder = new FrameDecoder(collector, FRAME_MAX);
        decoder.feed(stream.readSlice(PROTOCOL_HEADER_SIZE));
        reads = new ByteBuf[(stream.readableBytes() + readSize - 1) / readSize];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = stream.readSlice(Math.min(readSize, stream.readableBytes()));
        }
    }

    @TearDown
    public void release() {
        stream.release();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void decodePublishes(Blackhole blackhole) {
        collector.blackhole = blackhole;
        for (ByteBuf read : reads) {
            decoder.feed(read.readerIndex(0));
        }
    }

    /** Puts publishes together as a channel does, and does nothing with them. */
    private static final class MessageCollector implements FrameHandler {

        private final ContentAssembler assembler = new ContentAssembler(Integer.MAX_VALUE);
        private Blackhole blackhole;

        @Override
        public void protocolHeader(boolean supported) {}

        @Override
        public void method(int channel, int id, ArgumentReader arguments) {
            assembler.expectMethod();
            assembler.begin((BasicMethod.Publish) MethodDecoder.toChannel(id, arguments));
        }

        @Override
        public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
            if (assembler.header(classId, bodySize, header)) {
                blackhole.consume(assembler.take(0));
            }
        }

        @Override
        public void body(int channel, byte[] chunk) {
            if (assembler.body(chunk)) {
                blackhole.consume(assembler.take(0));
            }
        }

        @Override
        public void heartbeat(int channel) {}

        @Override
        public boolean stopped() {
            return false;
        }
    }
}
