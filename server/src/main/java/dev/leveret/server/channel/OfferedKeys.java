package dev.leveret.server.channel;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.BroughtKeys;

/**
 * The keys that a publish which queues may refuse has brought to exchanges. They are decided about when all queues have answered, as the
 * unit of the message is not complete before: so a key is never stored of a message that was refused.
 */
final class OfferedKeys implements Asker {

    private final BroughtKeys keys;
    private final Message message;
    private final DurableUnit unit;
    private final BrokerLoop loop;
    private final Asker next;
    private int missingAnswers;
    private boolean isRefused;

    /**
     * @param unit that has parts for the keys; null if there is none
     * @param next hears the answers as well, on the same loop; null: nobody else does
     */
    OfferedKeys(BroughtKeys keys, Message message, DurableUnit unit, int answers, BrokerLoop loop, Asker next) {
        this.keys = keys;
        this.message = message;
        this.unit = unit;
        this.missingAnswers = answers;
        this.loop = loop;
        this.next = next;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public void answer(QueueReply reply) {
        if (next != null) {
            next.answer(reply);
        }
        isRefused |= !((QueueReply.Admission) reply).granted();
        if (--missingAnswers > 0) {
            return;
        }
        if (isRefused) {
            keys.refused(loop, unit);
        } else {
            keys.taken(loop, message, unit);
        }
    }
}
