package dev.leveret.server.vhost;

import dev.leveret.queue.QueueActor;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopMessage;
import dev.leveret.server.vhost.QueuePlace.Away;
import dev.leveret.server.vhost.QueuePlace.Here;
import dev.leveret.server.vhost.QueuePlace.Moving;

/**
 * One move of one queue to another loop, without breaking the order of anybody's commands or deliveries.
 *
 * <p>docs/decisions/0001 tells how and why. The count of answers belongs to the old loop, the rest does not change.
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
    private final BrokerLoops loops;
    private int missingAnswers;

    private QueueMove(QueueRef queue, Luggage luggage, BrokerLoop from, BrokerLoop to, BrokerLoops loops) {
        this.queue = queue;
        this.luggage = luggage;
        this.from = from;
        this.to = to;
        this.loops = loops;
    }

    /** Begins a move. Called on the loop that the queue is on; not again before the luggage has arrived. */
    static void start(QueueRef queue, Luggage luggage, BrokerLoop from, BrokerLoop to, BrokerLoops loops) {
        QueueMove move = new QueueMove(queue, luggage, from, to, loops);
        move.missingAnswers = loops.count() - 1;
        for (int i = 0; i < loops.count(); i++) {
            if (loops.at(i) != from) {
                from.send(loops.at(i), new Announced(move));
            }
        }
    }

    /**
     * A loop learns of it. Order: its answer goes behind all that it has sent to the old loop, and what it has for the queue
     * from now on stays where it is. Sent to the new loop it could get there, and be passed on, before what was sent
     * earlier has got to the old one.
     */
    record Announced(QueueMove move) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            move.queue.place(loop, new Moving(move.to, loop.holdBack()));
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

    /** The queue arrives: what its new loop has held back is carried out, and the others may send theirs. */
    record HandedOver(QueueMove move, QueueActor actor) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            // Order: before anything else is done with it here, which may begin the next move.
            move.tellOfArrival();
            Moving moving = (Moving) move.queue.place(loop);
            move.queue.place(loop, new Here(actor));
            move.luggage.arrived(loop);
            moving.held().release(loop);
        }
    }

    private void tellOfArrival() {
        for (int i = 0; i < loops.count(); i++) {
            BrokerLoop loop = loops.at(i);
            if (loop != from && loop != to) {
                to.send(loop, new Arrived(this));
            }
        }
    }

    /** The queue has arrived elsewhere: what this loop has held back goes there. */
    record Arrived(QueueMove move) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            Moving moving = (Moving) move.queue.place(loop);
            move.queue.place(loop, new Away(move.to));
            moving.held().release(move.to);
        }
    }
}
