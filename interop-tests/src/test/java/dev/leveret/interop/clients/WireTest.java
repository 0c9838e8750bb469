package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What stands between a program and the broker cuts what there was, and nothing that comes after it. */
class WireTest {

    /** To cut so many takes long enough for the first of them to come again meanwhile. */
    private static final int CONNECTIONS = 300;

    @Test
    void whoComesAgainWhileOthersAreStillBeingCutIsLeftAlone() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket echo = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
                Wire wire = Wire.to(new Broker(echo.getInetAddress().getHostAddress(), echo.getLocalPort(), true))) {
            threads.submit(() -> serve(echo, threads));
            List<Future<Socket>> again = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = connect(wire);
                again.add(threads.submit(() -> comeAgain(socket, wire)));
            }

            wire.cut();

            for (Future<Socket> each : again) {
                try (Socket socket = each.get(Deadline.SECONDS, TimeUnit.SECONDS)) {
                    assertAnswers(socket);
                }
            }
        }
    }

    private static Socket connect(Wire wire) throws IOException {
        Socket socket = new Socket(wire.end().host(), wire.end().port());
        assertAnswers(socket);
        return socket;
    }

    private static Socket comeAgain(Socket socket, Wire wire) throws IOException {
        try (socket) {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            return connect(wire);
        }
        throw new AssertionError("not cut, but closed");
    }

    private static void assertAnswers(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        assertEquals(1, socket.getInputStream().read());
    }

    /** Sends back what it gets, until it is closed. */
    private static Void serve(ServerSocket echo, ExecutorService threads) throws IOException {
        while (true) {
            Socket socket = echo.accept();
            threads.submit(() -> answer(socket));
        }
    }

    private static long answer(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().transferTo(socket.getOutputStream());
        }
    }
}
