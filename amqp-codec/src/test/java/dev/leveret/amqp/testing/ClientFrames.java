package dev.leveret.amqp.testing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Frames as RabbitMQ's Java client writes and reads them. */
public final class ClientFrames {

    private ClientFrames() {}

    public static byte[] write(int channel, Method method) {
        try {
            return bytes(((com.rabbitmq.client.impl.Method) method).toFrame(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] write(int channel, long bodySize, AMQP.BasicProperties properties) {
        try {
            return bytes(properties.toFrame(channel, bodySize));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Method readMethod(byte[] frame) {
        try {
            return AMQImpl.readMethodFrom(read(frame).getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static AMQP.BasicProperties readHeader(byte[] frame) {
        try {
            return (AMQP.BasicProperties) AMQImpl.readContentHeaderFrom(read(frame).getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only frame in these bytes. */
    public static Frame read(byte[] frame) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
            Frame read = Frame.readFrom(in, () -> Integer.MAX_VALUE);
            if (in.available() > 0) {
                throw new IllegalArgumentException("more than a frame");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.writeTo(new DataOutputStream(out));
        return out.toByteArray();
    }
}
