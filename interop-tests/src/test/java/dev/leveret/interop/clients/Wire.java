package dev.leveret.interop.clients;

import dev.leveret.interop.fixture.Broker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Stands between a program and the broker: keeps what goes through, and can cut connections as a network does. */
final class Wire implements AutoCloseable {

    /** What one connection said, in both directions. */
    record Said(byte[] byClient, byte[] byServer) {}

    private static final int COPY_SIZE = 16 << 10;

    private final Supplier<Broker> broker;
    private final ServerSocket listener;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private Wire(Supplier<Broker> broker, ServerSocket listener) {
        this.broker = broker;
        this.listener = listener;
    }

    static Wire to(Broker broker) throws IOException {
        return to(() -> broker);
    }

    /** To a broker that may be another one for the next connection. */
    static Wire to(Supplier<Broker> broker) throws IOException {
        Wire wire = new Wire(broker, new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1")));
        Thread.ofVirtual().name("wire").start(wire::accept);
        return wire;
    }

    /** Where programs connect to. */
    Broker end() {
        return new Broker("127.0.0.1", listener.getLocalPort(), broker.get().given());
    }

    /**
     * Cuts all connections that there are, for the broker first: clients that come again are to find it without them. Who comes again
     * before the last of them is cut keeps its new one.
     */
    void cut() {
        List<Line> there = List.copyOf(lines);
        there.forEach(line -> reset(line.server));
        there.forEach(line -> reset(line.client));
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closedBefore) {
            return;
        }
    }

    /** What was said on each connection so far, in the order in which they came. */
    List<Said> said() {
        return lines.stream().map(line -> new Said(line.byClient.toByteArray(), line.byServer.toByteArray())).toList();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closed) {
                cut();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(broker.get().host(), broker.get().port());
        } catch (IOException notThere) {
            client.close();
            return;
        }
        Line line = new Line(client, server);
        lines.add(line);
        Thread.ofVirtual().name("wire-out").start(() -> copy(line, client, server, line.byClient));
        Thread.ofVirtual().name("wire-in").start(() -> copy(line, server, client, line.byServer));
    }

    /** Ends when either side does, and ends both. */
    private static void copy(Line line, Socket from, Socket to, ByteArrayOutputStream kept) {
        byte[] chunk = new byte[COPY_SIZE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                kept.write(chunk, 0, count);
                out.write(chunk, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            reset(line.server);
            reset(line.client);
        }
    }

    private record Line(Socket client, Socket server, ByteArrayOutputStream byClient, ByteArrayOutputStream byServer) {

        Line(Socket client, Socket server) {
            this(client, server, new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
