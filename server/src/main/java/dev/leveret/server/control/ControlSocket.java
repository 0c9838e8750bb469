package dev.leveret.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix domain socket {@code control} in the data folder: a client sends one line and gets one line, {@code ok} and what
 * there is to say, or {@code error} and why. Only the broker's own user may connect. One thread, one client at a time.
 */
public final class ControlSocket implements AutoCloseable {

    /** Carries out requests, on the socket's thread. */
    public interface Requests {
        /**
         * Answers one line with one.
         *
         * @param isStopping says so once the socket is being closed: then what takes long should be given up
         * @throws RequestException if it can't be done; the message is the answer
         */
        String answer(String request, BooleanSupplier isStopping) throws RequestException;
    }

    static final String FILE = "control";

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private final Path file;
    private final Requests requests;
    private final ServerSocketChannel server;
    private final Thread thread;
    private volatile SocketChannel client;
    private volatile boolean closing;

    private ControlSocket(Path file, Requests requests, ServerSocketChannel server) {
        this.file = file;
        this.requests = requests;
        this.server = server;
        this.thread = new Thread(this::run, "control");
        thread.setDaemon(true);
    }

    /**
     * Begins to listen. A socket that an earlier process has left is replaced: the folder is this one's now.
     *
     * @param data the folder, of which the caller has the lock
     * @throws IOException if there can be no socket: its path may be too long for the system, for one
     */
    public static ControlSocket open(Path data, Requests requests) throws IOException {
        Path file = data.resolve(FILE);
        Files.deleteIfExists(file);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(file));
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            server.close();
            throw e;
        }
        ControlSocket socket = new ControlSocket(file, requests, server);
        socket.thread.start();
        return socket;
    }

    private void run() {
        try (server) {
            while (true) {
                try (SocketChannel accepted = server.accept()) {
                    client = accepted;
                    if (!closing) {
                        serveOrWarn(accepted);
                    }
                }
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.error("the control socket takes no more requests: {}", e.toString());
            }
        }
    }

    private void serveOrWarn(SocketChannel accepted) {
        try {
            serve(accepted);
        } catch (IOException e) {
            if (closing) {
                return; // it was cut off
            }
            LOG.warn("a client of the control socket is gone: {}", e.toString());
        }
    }

    private void serve(SocketChannel accepted) throws IOException {
        String answer;
        try {
            answer = "ok " + requests.answer(ControlLine.read(accepted), () -> closing);
        } catch (RequestException e) {
            answer = "error " + e.getMessage();
        }
        ControlLine.write(accepted, answer);
    }

    /** Takes no more requests. One that is being carried out is told, and its end is waited for. */
    @Override
    public void close() {
        closing = true;
        try {
            server.close();
            SocketChannel last = client;
            if (last != null && last.isOpen()) {
                last.shutdownInput(); // it may have nothing to say; an answer can still be sent
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the control socket can't be closed: {}", e.toString());
        }
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // What is carried out uses the store, which is closed after this.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
