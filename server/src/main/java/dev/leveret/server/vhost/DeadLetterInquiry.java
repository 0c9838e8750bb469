package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;

/** Asks all queues that might refuse a message that has died, or waited, whether they have room for it. On the loop where it was made. */
final class DeadLetterInquiry {

    /** Who wants to send something. */
    interface Sender {

        /**
         * All have answered.
         *
         * @param promised those of the targets that keep room for the message
         * @param isRefused whether somebody has none
         */
        void answered(List<QueueRef> targets, List<QueueRef> promised, boolean isRefused, BrokerLoop loop);
    }

    private final Sender line;
    private final Message message;
    private final List<QueueRef> targets;
    private final BrokerLoop loop;
    private final List<QueueRef> promised = new ArrayList<>();
    private int missing;
    private boolean isRefused;

    /** @param targets all that the letter goes to */
    DeadLetterInquiry(Sender line, Message message, List<QueueRef> targets, BrokerLoop loop) {
        this.line = line;
        this.message = message;
        this.targets = targets;
        this.loop = loop;
    }

    void ask() {
        List<QueueRef> asked = targets.stream().filter(QueueRef::mayRefuse).toList();
        missing = asked.size() + 1; // one for the end of this method, as some answer at once
        for (QueueRef target : asked) {
            target.command(loop, new QueueCommand.AskRoom(message, new Question(this, target)));
        }
        oneLess();
    }

    private record Question(DeadLetterInquiry inquiry, QueueRef target) implements Asker {

        @Override
        public BrokerLoop loop() {
            return inquiry.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            inquiry.answered(target, ((QueueReply.Admission) reply).granted());
        }
    }

    private void answered(QueueRef target, boolean isGranted) {
        if (isGranted) {
            promised.add(target);
        } else {
            isRefused = true;
        }
        oneLess();
    }

    private void oneLess() {
        if (--missing == 0) {
            line.answered(targets, promised, isRefused, loop);
        }
    }
}
