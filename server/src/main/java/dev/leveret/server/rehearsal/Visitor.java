package dev.leveret.server.rehearsal;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that does in a second what most clients do all day: it logs in, declares, publishes with confirms, consumes and
 * acknowledges. Of what it is answered it looks at the methods' numbers only.
 */
final class Visitor implements AutoCloseable {

    static final String QUEUE = "rehearsal";

    private static final String EXCHANGE = "rehearsal";
    private static final int MESSAGES = 50;
    private static final int FRAME_MAX = 131_072;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int METHOD_FRAME = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteBuf out = Unpooled.buffer();

    Visitor(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Leaves a durable queue with a message behind.
     *
     * @throws IOException if the broker answers anything but what is expected
     */
    void visit(String user, String password) throws IOException {
        FrameWriter.protocolHeader(out);
        await(ConnectionMethod.Start.ID);
        byte[] response = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        ask(0, new ConnectionMethod.StartOk(properties(), "PLAIN", new Opaque(response), "en_US"), ConnectionMethod.Tune.ID);
        FrameWriter.method(out, 0, new ConnectionMethod.TuneOk(2047, FRAME_MAX, 60));
        ask(0, new ConnectionMethod.Open("/"), ConnectionMethod.OpenOk.ID);
        ask(1, new ChannelMethod.Open(), ChannelMethod.OpenOk.ID);
        ask(1, new ConfirmMethod.Select(false), ConfirmMethod.SelectOk.ID);
        declare();
        publish();
        consume();
        ask(1, new ChannelMethod.Close(200, "", 0, 0), ChannelMethod.CloseOk.ID);
        ask(0, new ConnectionMethod.Close(200, "", 0, 0), ConnectionMethod.CloseOk.ID);
    }

    private static FieldTable properties() {
        return FieldTable.of("capabilities", new FieldValue.Table(
                FieldTable.builder().put("basic.nack", true).put("consumer_cancel_notify", true).build()));
    }

    private void declare() throws IOException {
        ask(1, new ExchangeMethod.Declare(EXCHANGE, "topic", false, true, false, false, false, FieldTable.EMPTY),
                ExchangeMethod.DeclareOk.ID);
        ask(1, new QueueMethod.Declare(QUEUE, false, true, false, false, false, FieldTable.EMPTY), QueueMethod.DeclareOk.ID);
        ask(1, new QueueMethod.Bind(QUEUE, EXCHANGE, "#", false, FieldTable.EMPTY), QueueMethod.BindOk.ID);
    }

    private void publish() throws IOException {
        BasicProperties persistent = BasicProperties.builder().contentType("text/plain").deliveryMode(2).build();
        for (int i = 0; i < MESSAGES; i++) {
            Message message = Message.of(Address.of(EXCHANGE, "a.b"), ContentHeader.of(persistent), new byte[i], 0);
            FrameWriter.publish(out, 1, false, false, message, FRAME_MAX);
            await(BasicMethod.Ack.ID);
        }
    }

    private void consume() throws IOException {
        ask(1, new BasicMethod.Qos(0, MESSAGES, false), BasicMethod.QosOk.ID);
        ask(1, new BasicMethod.Consume(QUEUE, "", false, false, false, false, FieldTable.EMPTY), BasicMethod.ConsumeOk.ID);
        for (int i = 1; i < MESSAGES; i++) {
            await(BasicMethod.Deliver.ID);
            FrameWriter.ack(out, 1, i, false);
        }
    }

    private void ask(int channel, Method method, int answer) throws IOException {
        FrameWriter.method(out, channel, method);
        await(answer);
    }

    /** Sends what was written, and reads up to that method. */
    private void await(int wanted) throws IOException {
        socket.getOutputStream().write(out.array(), 0, out.readableBytes());
        out.clear();
        int id;
        do {
            id = read();
            if (id == ChannelMethod.Close.ID || id == ConnectionMethod.Close.ID) {
                throw new IOException("the broker closed while a visitor waited for method " + Integer.toHexString(wanted));
            }
        } while (id != wanted);
    }

    /** The method's number; 0 if the frame has none. */
    private int read() throws IOException {
        int type = in.readUnsignedByte();
        in.readUnsignedShort(); // the channel
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        if (in.read() < 0) {
            throw new EOFException("a frame without an end");
        }
        return type == METHOD_FRAME ? Unpooled.wrappedBuffer(payload).readInt() : 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
