package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;

/** What goes to a queue from another loop, and what it answers. The frequent ones are flat, without a command inside. */
sealed interface QueueMessage extends LoopMessage {

    record Enqueue(QueueRef queue, Message message, DurableUnit unit) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            queue.enqueue(loop, message, unit);
        }

        @Override
        public int ingressBytes() {
            return message.size();
        }
    }

    record Settle(QueueRef queue, Delivery delivery, Outcome outcome, DurableUnit unit) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            queue.settle(loop, delivery, outcome, unit);
        }
    }

    record Credit(QueueRef queue, Consumer consumer, long bytes) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            queue.creditReturned(loop, consumer, bytes);
        }
    }

    record Command(QueueRef queue, QueueCommand command) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            queue.command(loop, command);
        }

        @Override
        public int ingressBytes() {
            return command instanceof QueueCommand.Offer offer ? offer.message().size() : 0;
        }
    }

    record Answer(Asker asker, QueueReply reply) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            asker.answer(reply);
        }
    }

    record CancelledByServer(ConsumerSeat seat) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            seat.cancelledByServer();
        }
    }

    record TimeoutChanged(ConsumerSeat seat) implements QueueMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            seat.timeoutChanged();
        }
    }
}
