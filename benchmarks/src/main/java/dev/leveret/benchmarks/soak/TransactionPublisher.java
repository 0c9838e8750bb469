package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.benchmarks.load.Broker;
import dev.leveret.benchmarks.load.Numbered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Transactions of one to eight messages to two queues; one of ten is rolled back. */
final class TransactionPublisher implements Session {

    private static final int MESSAGES_MAX = 8;
    private static final int ROLLED_BACK_ONE_IN = 10;

    private final List<Target> targets;
    private final Sizes sizes;
    private final Pace pace;
    private final BooleanSupplier stopped;
    private final Totals totals;
    private final List<Runnable> undecided = new ArrayList<>(); // for each message of the transaction: nothing was heard

    TransactionPublisher(List<Target> targets, Sizes sizes, double perSecond, BooleanSupplier stopped, Totals totals) {
        this.targets = targets;
        this.sizes = sizes;
        pace = new Pace(perSecond);
        this.stopped = stopped;
        this.totals = totals;
    }

    @Override
    public void work(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        for (Target target : targets) {
            target.declare(channel);
        }
        channel.txSelect();
        while (!stopped.getAsBoolean()) {
            transaction(channel);
        }
    }

    private void transaction(Channel channel) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int messages = random.nextInt(1, MESSAGES_MAX + 1);
        boolean rolledBack = random.nextInt(ROLLED_BACK_ONE_IN) == 0;
        List<Runnable> decided = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            pace.await();
            Target target = targets.get(random.nextInt(targets.size()));
            Track track = target.tracks().getFirst();
            long number = target.send();
            undecided.add(() -> track.uncertain(number));
            decided.add(rolledBack ? () -> track.rolledBack(number) : () -> track.confirmed(number));
            totals.published().increment();
            channel.basicPublish("", target.routingKey(), Broker.PERSISTENT, Numbered.body(0, number, sizes.next()));
        }
        if (rolledBack) {
            channel.txRollback();
        } else {
            channel.txCommit();
            totals.confirmed().add(messages);
        }
        decided.forEach(Runnable::run);
        undecided.clear();
    }

    @Override
    public void ended() {
        undecided.forEach(Runnable::run);
        undecided.clear();
    }
}
