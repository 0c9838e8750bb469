package dev.leveret.server.vhost;

import dev.leveret.queue.QueueActor;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopMessage;
import dev.leveret.server.vhost.QueuePlace.Arriving;
import dev.leveret.server.vhost.QueuePlace.Away;
import dev.leveret.server.vhost.QueuePlace.Here;
import java.util.List;

/**
 * One move of one queue to another loop, without breaking the order of anybody's commands or deliveries.
 *
 * <p>docs/decisions/0001 tells how and why. Lives on the old loop until the actor has left it.
 */
final class QueueMove {

    /** What has to follow the queue to its new loop. */
    interface Luggage {

        /** Called on the old loop, after all that the queue has sent and stored was passed on. */
        void leave(BrokerLoop to);

        /** Called on the new loop, before anything else is done there. */
        void arrived(BrokerLoop at);
    }

    private final QueueRef queue;
    private final Luggage luggage;
    private final BrokerLoop from;
    private final BrokerLoop to;
    private int missingAnswers;

    private QueueMove(QueueRef queue, Luggage luggage, BrokerLoop from, BrokerLoop to) {
        this.queue = queue;
        this.luggage = luggage;
        this.from = from;
        this.to = to;
    }

    /** Begins a move. Called on the loop that the queue is on; not again before the luggage has arrived. */
    static void start(QueueRef queue, Luggage luggage, BrokerLoop from, BrokerLoop to, BrokerLoops loops) {
        QueueMove move = new QueueMove(queue, luggage, from, to);
        move.missingAnswers = loops.count() - 1;
        for (int i = 0; i < loops.count(); i++) {
            if (loops.at(i) != from) {
                from.send(loops.at(i), new Announced(move));
            }
        }
    }

    /** A loop learns of it. Order: its answer goes behind all that it has sent to the old loop. */
    record Announced(QueueMove move) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            move.queue.place(loop, loop == move.to ? new Arriving() : new Away(move.to));
            loop.send(move.from, new Agreed(move));
        }
    }

    /** A loop will send nothing to the old place any more. */
    record Agreed(QueueMove move) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            if (--move.missingAnswers == 0) {
                // Order: with the flushes, so after this turn's batches and the store's batch have been handed over.
                loop.flushLater(move::handOver);
            }
        }
    }

    private void handOver() {
        Here here = (Here) queue.place(from);
        queue.place(from, new Away(to));
        luggage.leave(to);
        from.send(to, new HandedOver(this, here.actor()));
    }

    /** The queue arrives, and what has come for it meanwhile is carried out. */
    record HandedOver(QueueMove move, QueueActor actor) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            QueueRef queue = move.queue;
            List<LoopMessage> kept = ((Arriving) queue.place(loop)).kept();
            queue.place(loop, new Here(actor));
            move.luggage.arrived(loop);
            kept.forEach(message -> message.arrive(loop));
        }
    }
}
