package dev.leveret.server.channel;

import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;

/**
 * A publish that queues may refuse: it is confirmed when each of them has taken it and what is durable is on disk, and refused if one
 * of them has refused it (RabbitMQ's page "Queue Length Limit").
 */
final class OfferedPublish implements Asker, DurableUnit.Completion {

    private final Confirms confirms;
    private final BrokerLoop loop;
    private final long number;
    private int missing;
    private boolean refused;

    /**
     * @param number of the publish, which this settles
     * @param outcomes how many answers and outcomes of units there will be, at least 1
     */
    OfferedPublish(Confirms confirms, BrokerLoop loop, long number, int outcomes) {
        this.confirms = confirms;
        this.loop = loop;
        this.number = number;
        this.missing = outcomes;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public void answer(QueueReply reply) {
        outcome(((QueueReply.Admission) reply).granted());
    }

    @Override
    public void durable() {
        outcome(true);
    }

    @Override
    public void failed() {
        outcome(false);
    }

    private void outcome(boolean isGood) {
        refused |= !isGood;
        if (--missing == 0) {
            confirms.settle(number, !refused);
        }
    }
}
