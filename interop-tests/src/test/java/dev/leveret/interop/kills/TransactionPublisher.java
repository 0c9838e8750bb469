package dev.leveret.interop.kills;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.kills.Event.Copy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Publishes in transactions over several queues; some of them are rolled back. */
final class TransactionPublisher implements LoadClient.Work {

    private static final int MESSAGES_MAX = 8;
    /** The consumers have to keep up, also on a small and busy machine. */
    private static final long PAUSE_NANOS_MAX = 80_000_000;
    private static final int TRANSACTIONS_BETWEEN_PAUSES = 8;
    private static final List<Target> TARGETS = List.of(Target.queue("tx-1"), Target.queue("tx-2"), Target.fanout());

    private final int number;
    private final Random random;
    private final Rounds rounds;
    private final Reports reports;
    private int sequence;

    TransactionPublisher(int number, Random random, Rounds rounds, Reports reports) {
        this.number = number;
        this.random = random;
        this.rounds = rounds;
        this.reports = reports;
    }

    @Override
    public void on(Channel channel, int round) throws IOException {
        channel.txSelect();
        while (!rounds.isFinishing()) {
            int unit = sequence;
            publishSome(channel, round);
            if (random.nextInt(10) == 0) {
                channel.txRollback();
                reports.tell(new Event.RolledBack(number, unit));
            } else {
                channel.txCommit();
                reports.tell(new Event.Confirmed(number, unit));
            }
            if (random.nextInt(TRANSACTIONS_BETWEEN_PAUSES) == 0) {
                LockSupport.parkNanos(random.nextLong(PAUSE_NANOS_MAX));
            }
        }
    }

    private void publishSome(Channel channel, int round) throws IOException {
        List<Target> targets = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        int first = sequence;
        for (int count = 1 + random.nextInt(MESSAGES_MAX); count > 0; count--) {
            Target target = TARGETS.get(random.nextInt(TARGETS.size()));
            targets.add(target);
            copies.addAll(target.copies(number, sequence++));
        }
        reports.tell(new Event.Sent(number, round, first, copies));
        for (int i = 0; i < targets.size(); i++) {
            channel.basicPublish(targets.get(i).exchange(), targets.get(i).key(), MessageProperties.PERSISTENT_BASIC,
                    new TestBody(number, round, first + i).bytes(LoadSize.next(random)));
        }
    }
}
