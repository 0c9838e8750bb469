package dev.leveret.server.channel;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.event.ChannelEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopFence;
import dev.leveret.server.vhost.Asker;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a channel: its consumers are cancelled and its deliveries go back to their queues. It is over when all
 * queues, on whatever loop, have carried that out.
 */
final class Departure implements Asker {

    private final BrokerLoop loop;
    private final BrokerLoops loops;
    private final PendingReply pending;
    private final ConsumerTags consumers;
    private final Deliveries deliveries;
    private final Settlements settlements;
    private final ChannelEvents events;

    private final List<Runnable> whenOver = new ArrayList<>();
    private boolean started;
    private boolean over;
    private int missingAnswers;

    Departure(
            BrokerLoop loop,
            BrokerLoops loops,
            PendingReply pending,
            ConsumerTags consumers,
            Deliveries deliveries,
            Settlements settlements,
            ChannelEvents events) {
        this.loop = loop;
        this.loops = loops;
        this.pending = pending;
        this.consumers = consumers;
        this.deliveries = deliveries;
        this.settlements = settlements;
        this.events = events;
    }

    /** Starts it, if it has not begun yet, and runs the task when it is over. */
    void start(Runnable task) {
        if (over) {
            task.run();
            return;
        }
        whenOver.add(task);
        if (started) {
            return;
        }
        started = true;
        missingAnswers = 1; // for this method itself, so that it is not over before all has been asked
        if (pending.waiting()) {
            missingAnswers++;
        }
        pending.end(this::lateAnswer);
        cancelConsumers();
        deliveries.end();
        answered();
    }

    /** What the channel had asked for last has come after its end: it may have made another consumer. */
    private void lateAnswer() {
        cancelConsumers();
        answered();
    }

    private void cancelConsumers() {
        for (ChannelConsumer consumer : consumers.takeAll()) {
            missingAnswers++;
            consumer.queue().command(loop, new QueueCommand.Cancel(consumer.consumer(), this));
        }
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public void answer(QueueReply reply) {
        answered();
    }

    private void answered() {
        if (--missingAnswers > 0) {
            return;
        }
        if (settlements.reachedOtherLoops()) {
            LoopFence.raise(loop, loops, this::finish);
        } else {
            finish();
        }
    }

    private void finish() {
        over = true;
        events.closed();
        whenOver.forEach(Runnable::run);
        whenOver.clear();
    }
}
