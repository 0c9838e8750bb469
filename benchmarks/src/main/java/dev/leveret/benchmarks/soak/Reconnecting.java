package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.leveret.benchmarks.load.Broker;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A client's thread: connects, works, and connects again until it may end. */
final class Reconnecting implements Runnable {

    private static final long PAUSE_MILLIS = 200;

    private final Broker broker;
    private final String name;
    private final Session session;
    private final BooleanSupplier stopped;
    private final Totals totals;

    Reconnecting(Broker broker, String name, Session session, BooleanSupplier stopped, Totals totals) {
        this.broker = broker;
        this.name = name;
        this.session = session;
        this.stopped = stopped;
        this.totals = totals;
    }

    @Override
    public void run() {
        try {
            while (!stopped.getAsBoolean()) {
                once();
                if (!stopped.getAsBoolean()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() throws InterruptedException {
        try (Connection connection = broker.connect(name)) {
            try {
                session.work(connection);
            } finally {
                session.ended();
            }
        } catch (ShutdownSignalException | IOException | TimeoutException restarted) {
            totals.disconnected().increment();
        }
    }
}
