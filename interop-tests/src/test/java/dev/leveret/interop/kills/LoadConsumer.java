package dev.leveret.interop.kills;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.kills.Event.Copy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Consumes one queue with acknowledgements, in one of several manners. */
final class LoadConsumer implements LoadClient.Work {

    /** How it acknowledges. */
    enum Manner {
        /** Many at once. */
        MULTIPLE(100, 20),
        /** Each by itself, and some are put back at their first time. */
        SINGLE_OR_REQUEUED(20, 1),
        /** In transactions. */
        COMMITTED(100, 30),
        /** The older half of very many at once, so that always many are waiting for it. */
        HELD(0, 2000);

        private final int prefetch;
        private final int settledAt;

        Manner(int prefetch, int settledAt) {
            this.prefetch = prefetch;
            this.settledAt = settledAt;
        }
    }

    private final String name;
    private final String queue;
    private final Manner manner;
    private final Random random;
    private final Rounds rounds;
    private final Reports reports;

    LoadConsumer(String name, String queue, Manner manner, Random random, Rounds rounds, Reports reports) {
        this.name = name;
        this.queue = queue;
        this.manner = manner;
        this.random = random;
        this.rounds = rounds;
        this.reports = reports;
    }

    @Override
    public void on(Channel channel, int round) throws IOException, InterruptedException {
        BlockingQueue<Delivery> inbox = new LinkedBlockingQueue<>();
        if (manner == Manner.COMMITTED) {
            channel.txSelect();
        }
        channel.basicQos(manner.prefetch);
        channel.basicConsume(queue, false, name, (tag, delivery) -> inbox.add(delivery),
                tag -> reports.tell(new Event.Fault(name + " was cancelled")));
        try {
            consume(channel, round, inbox);
        } finally {
            // What has come is seen, also when the broker is gone before it could be acknowledged.
            inbox.forEach(delivery -> tell(delivery, round));
        }
    }

    private void consume(Channel channel, int round, BlockingQueue<Delivery> inbox)
            throws IOException, InterruptedException {
        List<Delivery> unsettled = new ArrayList<>();
        while (true) {
            Delivery delivery = inbox.poll(20, TimeUnit.MILLISECONDS);
            boolean finishing = rounds.isFinishing();
            if (delivery != null) {
                tell(delivery, round);
                unsettled.add(delivery);
            }
            if (unsettled.size() >= manner.settledAt
                    || delivery == null && (finishing || manner != Manner.HELD) && !unsettled.isEmpty()) {
                settle(channel, unsettled, finishing);
            }
            if (delivery == null && !channel.isOpen()) {
                throw new IOException("the broker is gone");
            }
            if (delivery == null && finishing) {
                return;
            }
        }
    }

    private void settle(Channel channel, List<Delivery> unsettled, boolean finishing) throws IOException {
        Delivery last = unsettled.getLast();
        switch (manner) {
            case MULTIPLE -> channel.basicAck(tag(last), true);
            case SINGLE_OR_REQUEUED -> {
                if (!last.getEnvelope().isRedeliver() && random.nextInt(40) == 0) {
                    channel.basicNack(tag(last), false, true);
                } else {
                    channel.basicAck(tag(last), false);
                }
            }
            case COMMITTED -> {
                for (Delivery delivery : unsettled) {
                    channel.basicAck(tag(delivery), false);
                }
                channel.txCommit();
                unsettled.forEach(delivery -> reports.tell(new Event.Removed(copy(TestBody.of(delivery.getBody())))));
            }
            case HELD -> {
                int count = finishing ? unsettled.size() : unsettled.size() / 2;
                channel.basicAck(tag(unsettled.get(count - 1)), true);
                unsettled.subList(0, count).clear();
                return;
            }
        }
        unsettled.clear();
    }

    private void tell(Delivery delivery, int round) {
        try {
            TestBody body = TestBody.of(delivery.getBody());
            reports.tell(new Event.Delivered(name, round, copy(body), body.round(),
                    delivery.getEnvelope().isRedeliver()));
        } catch (IllegalArgumentException e) {
            reports.tell(new Event.Fault(name + ": " + e.getMessage()));
        }
    }

    private Copy copy(TestBody body) {
        return new Copy(body.publisher(), body.sequence(), queue);
    }

    private static long tag(Delivery delivery) {
        return delivery.getEnvelope().getDeliveryTag();
    }
}
