package dev.leveret.amqp.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.testing.ClientFrames;
import dev.leveret.amqp.testing.ClientMethods;
import dev.leveret.amqp.testing.RandomMethods;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.testing.RecordedFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** RabbitMQ's Java client and we read each other's methods, for thousands of random ones of each kind. */
class ClientMethodsTest {

    private static final int ROUNDS = 300;

    @Test
    void clientReadsWhatWeWrite() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            for (Method method : RandomMethods.ofEachKind(new RandomValues(seed).withoutBytes())) {
                byte[] frame = write(RecordedFrames.channelOf(method), method);
                assertSameMethod(ClientMethods.of(method), ClientFrames.readMethod(frame), seed);
            }
        }
    }

    @Test
    void weReadWhatTheClientWrites() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            for (Method method : RandomMethods.ofEachKind(new RandomValues(seed).withoutBytes())) {
                // given the client's bytes; it writes unsigned integers of tables as signed ones
                byte[] frame = ClientFrames.write(RecordedFrames.channelOf(method), ClientMethods.of(method));

                // when we read them in whichever direction the method travels
                // then the client takes the result for the same method
                if (method instanceof FromServer) {
                    Method read = RecordedFrames.readServerMethod(frame);
                    assertSameMethod(ClientMethods.of(method), ClientMethods.of(read), seed);
                }
                if (method instanceof ToChannel || method instanceof ToConnection) {
                    Method read = RecordedFrames.readClientMethod(frame);
                    assertSameMethod(ClientMethods.of(method), ClientMethods.of(read), seed);
                }
            }
        }
    }

    @Test
    void weReadWhatWeWrite() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            for (Method method : RandomMethods.ofEachKind(new RandomValues(seed))) {
                byte[] frame = write(RecordedFrames.channelOf(method), method);
                if (method instanceof FromServer) {
                    assertEquals(method, RecordedFrames.readServerMethod(frame), "seed " + seed);
                }
                if (method instanceof ToChannel || method instanceof ToConnection) {
                    assertEquals(method, RecordedFrames.readClientMethod(frame), "seed " + seed);
                }
            }
        }
    }

    @Test
    void theHotMethodsAreWrittenTheSameWithoutARecord() {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
        FrameWriter.ack(out, 7, Long.MAX_VALUE, true);
        FrameWriter.nack(out, 65535, 1, false, true);
        ByteBuf expected = PooledByteBufAllocator.DEFAULT.directBuffer();
        FrameWriter.method(expected, 7, new BasicMethod.Ack(Long.MAX_VALUE, true));
        FrameWriter.method(expected, 65535, new BasicMethod.Nack(1, false, true));
        assertArrayEquals(RecordedFrames.drain(expected), RecordedFrames.drain(out));
    }

    /** The client's methods without arguments know no equality. */
    private static void assertSameMethod(
            com.rabbitmq.client.Method expected, com.rabbitmq.client.Method actual, int seed) {
        if (expected.toString().endsWith(">()")) {
            assertEquals(expected.protocolMethodName(), actual.protocolMethodName());
        } else {
            assertEquals(expected, actual, "seed " + seed);
        }
    }

    private static byte[] write(int channel, Method method) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer();
        FrameWriter.method(out, channel, method);
        return RecordedFrames.drain(out);
    }
}
