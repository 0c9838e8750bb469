package dev.leveret.server.net;

import dev.leveret.server.admin.OpenConnections;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.connection.ConnectionReport;
import dev.leveret.server.connection.ConnectionSession;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Who is connected. Thread-safe; touched when a socket opens or closes, never by a message. */
public final class Connections implements OpenConnections {

    /** How long a loop may take to close a socket. */
    private static final long DROP_MILLIS = 1_000;

    private final Set<ConnectionSession> open = new HashSet<>();
    private long accepted;
    private boolean stopping;

    /** How many sockets are open. */
    public synchronized int count() {
        return open.size();
    }

    /** How many were ever accepted. */
    public synchronized long accepted() {
        return accepted;
    }

    /** A number for the next connection: 1, 2, ... */
    synchronized long nextId() {
        return ++accepted;
    }

    void add(ConnectionSession session) {
        boolean tooLate;
        synchronized (this) {
            open.add(session);
            tooLate = stopping;
        }
        if (tooLate) {
            session.loop().execute(session::shutdown);
        }
    }

    synchronized void remove(ConnectionSession session) {
        open.remove(session);
        notifyAll();
    }

    /**
     * Closes all, and waits for them.
     *
     * @param millis how long clients may take to answer; then their sockets are closed
     */
    public void shutdown(long millis) {
        Set<ConnectionSession> told;
        synchronized (this) {
            stopping = true;
            told = Set.copyOf(open);
        }
        told.forEach(session -> session.loop().execute(session::shutdown));
        awaitNone(millis);
        stillOpen().forEach(session -> session.loop().execute(session::drop));
        awaitNone(DROP_MILLIS);
    }

    @Override
    public void force(Predicate<ConnectionContext> which, String reason) {
        stillOpen().forEach(session -> session.loop().execute(() -> session.forceIf(which, reason)));
    }

    /** What all of them are and have, each asked on its own loop; completed on one of them, in the order of their ids. */
    public CompletableFuture<List<ConnectionReport>> reports() {
        List<CompletableFuture<ConnectionReport>> reports = stillOpen().stream().map(Connections::report).toList();
        return CompletableFuture.allOf(reports.toArray(CompletableFuture[]::new)).thenApply(all -> reports.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparingLong(report -> report.facts().id()))
                .toList());
    }

    private static CompletableFuture<ConnectionReport> report(ConnectionSession session) {
        CompletableFuture<ConnectionReport> report = new CompletableFuture<>();
        session.loop().execute(() -> report.complete(session.report()));
        return report;
    }

    private synchronized Set<ConnectionSession> stillOpen() {
        return Set.copyOf(open);
    }

    private synchronized void awaitNone(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            long left = millis;
            while (!open.isEmpty() && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
