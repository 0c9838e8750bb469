package dev.leveret.interop.kills;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.kills.Rounds.Round;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that connects to the broker of each round, works until that is killed, and says so. */
final class LoadClient implements Runnable {

    /** What a client does on its channel. Ends by an exception when the broker is killed, or when all is to finish. */
    interface Work {
        void on(Channel channel, int round) throws IOException, InterruptedException;
    }

    private static final int CLOSE_MILLIS_MAX = 2_000;

    private final String name;
    private final Rounds rounds;
    private final Reports reports;
    private final Work work;

    LoadClient(String name, Rounds rounds, Reports reports, Work work) {
        this.name = name;
        this.rounds = rounds;
        this.reports = reports;
        this.work = work;
    }

    @Override
    public void run() {
        int last = 0;
        try {
            while (!rounds.isFinishing()) {
                Round round = rounds.after(last);
                last = round.number();
                reports.tell(new Event.Ended(name, last, connectAndWork(round)));
            }
        } catch (InterruptedException | RuntimeException e) {
            reports.tell(new Event.Fault(name + " ended: " + e));
        }
    }

    /** Answers why it ended. */
    private String connectAndWork(Round round) throws InterruptedException {
        while (true) {
            try {
                Connection connection = new Broker("127.0.0.1", round.port(), false).factory().newConnection(name);
                String end = work(connection, round);
                connection.abort(CLOSE_MILLIS_MAX); // As close(), and takes it well that the broker is gone.
                return end;
            } catch (ConnectException e) {
                return "refused: " + e; // Nobody is there: it was killed.
            } catch (IOException | TimeoutException | AlreadyClosedException e) {
                // Killed in the middle, or very busy: the next try shows which.
                Thread.onSpinWait();
            }
        }
    }

    private String work(Connection connection, Round round) throws InterruptedException {
        CountDownLatch down = new CountDownLatch(1);
        connection.addShutdownListener(cause -> {
            tellIfRefused(cause);
            down.countDown();
        });
        try {
            Channel channel = connection.createChannel();
            channel.addShutdownListener(this::tellIfRefused);
            work.on(channel, round.number());
            channel.close();
            return "finished";
        } catch (IOException | AlreadyClosedException | TimeoutException e) {
            // What the broker said before it died has been heard when the connection is down.
            if (!down.await(20, TimeUnit.SECONDS)) {
                reports.tell(new Event.Fault(name + " failed and its connection is up: " + e));
            }
            return e.toString();
        }
    }

    /** A kill gives no reason; a broker that closes a channel or a connection does, and has none to. */
    private void tellIfRefused(ShutdownSignalException cause) {
        boolean byBroker = cause.getReason() instanceof AMQP.Channel.Close
                || cause.getReason() instanceof AMQP.Connection.Close;
        if (byBroker && !cause.isInitiatedByApplication()) {
            reports.tell(new Event.Fault(name + ": " + cause.getReason()));
        }
    }
}
