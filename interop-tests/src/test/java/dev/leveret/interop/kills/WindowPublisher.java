package dev.leveret.interop.kills;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes with confirms, so many on their way at most. What was not confirmed is not sent again. */
final class WindowPublisher implements LoadClient.Work {

    /** The consumers have to keep up, also on a small and busy machine. */
    private static final long PAUSE_NANOS_MAX = 150_000_000;
    private static final int MESSAGES_BETWEEN_PAUSES = 64;

    private final int number;
    private final int window;
    private final List<Target> targets;
    private final Random random;
    private final Rounds rounds;
    private final Reports reports;
    private int sequence;

    WindowPublisher(int number, int window, List<Target> targets, Random random, Rounds rounds, Reports reports) {
        this.number = number;
        this.window = window;
        this.targets = targets;
        this.random = random;
        this.rounds = rounds;
        this.reports = reports;
    }

    @Override
    public void on(Channel channel, int round) throws IOException, InterruptedException {
        Semaphore permits = new Semaphore(window);
        NavigableMap<Long, Integer> waiting = new TreeMap<>();
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> permits.release(confirm(waiting, tag, multiple)),
                (tag, multiple) -> reports.tell(new Event.Fault("publisher " + number + " was sent a nack")));
        while (!rounds.isFinishing()) {
            acquire(channel, permits, 1);
            publish(channel, round, waiting);
            if (random.nextInt(MESSAGES_BETWEEN_PAUSES) == 0) {
                LockSupport.parkNanos(random.nextLong(PAUSE_NANOS_MAX));
            }
        }
        acquire(channel, permits, window);
    }

    private void publish(Channel channel, int round, NavigableMap<Long, Integer> waiting) throws IOException {
        Target target = targets.get(random.nextInt(targets.size()));
        int unit = sequence++;
        reports.tell(new Event.Sent(number, round, unit, target.copies(number, unit)));
        synchronized (waiting) {
            waiting.put(channel.getNextPublishSeqNo(), unit);
        }
        channel.basicPublish(target.exchange(), target.key(), MessageProperties.PERSISTENT_BASIC,
                new TestBody(number, round, unit).bytes(LoadSize.next(random)));
    }

    /** Answers how many are confirmed by this. */
    private int confirm(NavigableMap<Long, Integer> waiting, long tag, boolean multiple) {
        List<Integer> units;
        synchronized (waiting) {
            var confirmed = multiple ? waiting.headMap(tag, true) : waiting.subMap(tag, true, tag, true);
            units = new ArrayList<>(confirmed.values());
            confirmed.clear();
        }
        units.forEach(unit -> reports.tell(new Event.Confirmed(number, unit)));
        return units.size();
    }

    private static void acquire(Channel channel, Semaphore permits, int count)
            throws IOException, InterruptedException {
        while (!permits.tryAcquire(count, 20, TimeUnit.MILLISECONDS)) {
            if (!channel.isOpen()) {
                throw new IOException("the broker is gone");
            }
        }
    }
}
