package dev.leveret.server.net;

import dev.leveret.server.auth.PeerCertificate;
import dev.leveret.server.tls.TlsCertificates;
import io.netty.channel.ChannelPipeline;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Encrypts the connections of the listeners for TLS. Thread-safe. */
public final class TlsDoor implements AutoCloseable {

    /**
     * A handshake takes a millisecond or more of a processor, most of it for signatures. They are made on fewer threads than
     * there are processors, so that a flood of handshakes leaves some to those who have logged in.
     */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final TlsCertificates certificates;
    private final long handshakeMillis;

    private final Executor tasks;

    /**
     * With threads of its own.
     *
     * @param handshakeMillis how long a handshake may take
     */
    public TlsDoor(TlsCertificates certificates, long handshakeMillis) {
        this(certificates, handshakeMillis, Executors.newFixedThreadPool(THREADS, TlsDoor::thread));
    }

    /** @param tasks signs and verifies */
    TlsDoor(TlsCertificates certificates, long handshakeMillis, Executor tasks) {
        this.certificates = certificates;
        this.handshakeMillis = handshakeMillis;
        this.tasks = tasks;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "tls");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Encrypts a connection whose next bytes are a handshake.
     *
     * @param peer for the log
     * @return who the other side is, once that is known
     */
    PeerCertificate addTo(ChannelPipeline pipeline, String peer, Timers timers) {
        TlsHandler handler = new TlsHandler(certificates.engine(), this::execute);
        pipeline.addLast(handler, new TlsEvents(handler, peer, handshakeMillis, timers));
        return () -> Optional.of(handler.engine().getSession());
    }

    /** What is still to be signed when the broker stops is for nobody. */
    private void execute(Runnable task) {
        try {
            tasks.execute(task);
        } catch (RejectedExecutionException stopped) {
            task.run();
        }
    }

    @Override
    public void close() {
        if (tasks instanceof ExecutorService own) {
            own.shutdown();
        }
    }
}
