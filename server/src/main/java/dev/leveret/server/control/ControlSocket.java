package dev.leveret.server.control;

import dev.leveret.store.disk.DiskReason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix domain socket {@code control} in the data folder: a client sends one line and gets one line, {@code ok} and what
 * there is to say, or {@code error} and why. Only the broker's own user may connect. Each client has a thread of its own, so
 * that one that takes long, or says nothing, holds up no health check; when there are as many as may be the others wait.
 */
public final class ControlSocket implements AutoCloseable {

    /** Carries out requests, several at once, each on its client's thread. */
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

    /** How many clients are served at once. */
    static final int CLIENTS_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final long LOOK_MILLIS = 250;

    private final Path file;
    private final Requests requests;
    private final ServerSocketChannel server;
    private final LongSupplier ticks;
    private final Semaphore seats = new Semaphore(CLIENTS_MAX);
    private final ControlClients clients = new ControlClients();
    private final Thread acceptor = daemon("control", this::accept);
    private final Thread watch = daemon("control-watch", this::watch);
    private volatile boolean closing;

    private ControlSocket(Path file, Requests requests, ServerSocketChannel server, LongSupplier ticks) {
        this.file = file;
        this.requests = requests;
        this.server = server;
        this.ticks = ticks;
    }

    /**
     * Begins to listen. A socket that an earlier process has left is replaced: the folder is this one's now.
     *
     * @param data the folder, of which the caller has the lock
     * @param ticks milliseconds since some moment, for how long a client is waited for
     * @throws IOException if there can be no socket: its path may be too long for the system, for one
     */
    public static ControlSocket open(Path data, Requests requests, LongSupplier ticks) throws IOException {
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
        ControlSocket socket = new ControlSocket(file, requests, server, ticks);
        socket.acceptor.start();
        socket.watch.start();
        return socket;
    }

    private static Thread daemon(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    private void accept() {
        try (server) {
            while (true) {
                seats.acquireUninterruptibly();
                SocketChannel client = server.accept();
                clients.waitFor(client, ticks.getAsLong());
                LockSupport.unpark(watch);
                daemon("control", () -> serveOrWarn(client)).start();
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.error("the control socket takes no more requests: {}", DiskReason.of(e));
            }
        } finally {
            seats.release(); // that which nobody has taken
        }
    }

    private void serveOrWarn(SocketChannel client) {
        try (client) {
            serve(client);
        } catch (IOException e) {
            if (!closing && !clients.isCutOff(client)) {
                LOG.warn("a client of the control socket is gone: {}", DiskReason.of(e));
            }
        } finally {
            clients.forget(client);
            seats.release();
        }
    }

    private void serve(SocketChannel client) throws IOException {
        if (closing) {
            return; // it has come too late to be told that it may say nothing more
        }
        String request = ControlLine.read(client);
        clients.serve(client);
        String answer;
        try {
            answer = "ok " + requests.answer(request, () -> closing);
        } catch (RequestException e) {
            answer = "error " + e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("a request on the control socket has met a defect", e);
            answer = "error it can't be done, because of a defect of the broker; its log says more";
        }
        clients.waitFor(client, ticks.getAsLong());
        LockSupport.unpark(watch);
        ControlLine.write(client, answer);
    }

    /** Looks at nobody while nobody is there. */
    private void watch() {
        while (!closing || !clients.isEmpty()) {
            if (clients.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
            cutOff();
        }
    }

    private void cutOff() {
        try {
            int count = clients.cutOff(ticks.getAsLong());
            if (count > 0) {
                LOG.warn("clients of the control socket that said nothing, or did not take their answer, are cut off: {}", count);
            }
        } catch (IOException e) {
            LOG.warn("a client of the control socket can't be cut off: {}", DiskReason.of(e));
        }
    }

    /** Takes no more requests. Those that are being carried out are told, and their end is waited for. */
    @Override
    public void close() {
        closing = true;
        try {
            server.close();
            clients.hush(); // they may have nothing to say; an answer can still be sent
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the control socket can't be closed: {}", DiskReason.of(e));
        }
        // What is carried out uses the store, which is closed after this.
        seats.acquireUninterruptibly(CLIENTS_MAX);
        seats.release(CLIENTS_MAX); // for a second call
        LockSupport.unpark(watch);
    }
}
