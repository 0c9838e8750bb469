package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueEffects;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.ReplyTo;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopTimer;

/**
 * Carries what a queue wants done to where it has to be done, and lets the queue follow its first consumer to his loop.
 * Owned by the queue's loop, and moves with the queue.
 */
final class QueueOutput implements QueueEffects, QueueMove.Luggage {

    /** What a queue needs of its virtual host. */
    interface Host {

        BrokerLoops loops();

        /**
         * The queue has carried out its deletion, perhaps not for the first time. Called on its loop; sees to it that
         * the asker gets the reply once nothing is left of the queue, in the store either.
         */
        void deleted(QueueRef queue, Asker asker, QueueReply.Deleted reply, BrokerLoop loop);

        /** Likewise of what was ready in it, for somebody who waits for the store. */
        void purged(QueueRef queue, Asker asker, QueueReply.Purged reply, BrokerLoop loop);

        /** Where queues keep their messages. */
        QueueStores stores();

        /** Where dead letters go. */
        LetterRoutes letters();
    }

    private final QueueRef queue;
    private final Host host;
    private final QueueShelves shelves;
    private BrokerLoop loop;

    /** When the queue wants its next tick, in milliseconds since 1970; Long.MAX_VALUE: it wants none. */
    private long wakeAtMillis = Long.MAX_VALUE;

    /** Brings that tick; null if there is none. */
    private LoopTimer timer;

    /** It is among the due queues of its loop. */
    private boolean due;

    private boolean moving;

    /** Null as long as no message has died. */
    private DeadLetterLine deadLetters;

    QueueOutput(QueueRef queue, Host host, BrokerLoop loop) {
        this.queue = queue;
        this.host = host;
        this.shelves = new QueueShelves(queue, host.stores(), this::loop);
        this.loop = loop;
    }

    /** Where the queue keeps its messages. */
    QueueKeeping keeping() {
        return shelves;
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        ConsumerSeat seat = (ConsumerSeat) consumer.link();
        if (seat.loop() == loop) {
            seat.deliver(delivery);
        } else {
            loop.send(seat.loop(), seat.remoteDelivery(delivery));
        }
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply reply) {
        Asker asker = (Asker) replyTo;
        if (reply instanceof QueueReply.Deleted deleted) {
            host.deleted(queue, asker, deleted, loop);
            return;
        }
        if (reply instanceof QueueReply.Purged purged && asker.awaitsStore()) {
            host.purged(queue, asker, purged, loop);
            return;
        }
        answer(loop, asker, reply);
        if (reply instanceof QueueReply.Subscribed && asker.loop() != loop) {
            follow(asker.loop());
        }
    }

    /** Brings an answer to who asked. */
    static void answer(BrokerLoop loop, Asker asker, QueueReply reply) {
        if (asker.loop() == loop) {
            asker.answer(reply);
        } else {
            loop.send(asker.loop(), new QueueMessage.Answer(asker, reply));
        }
    }

    /** The first consumer decides where the queue is; later ones come to it. */
    private void follow(BrokerLoop consumersLoop) {
        if (!moving && queue.consumerCount(loop) == 1) {
            moving = true;
            QueueMove.start(queue, this, loop, consumersLoop, host.loops());
        }
    }

    @Override
    public void leave(BrokerLoop to) {
        stopTimer();
        loop = to;
    }

    @Override
    public void arrived(BrokerLoop at) {
        moving = false;
        shelves.move(at);
        startTimer();
        if (deadLetters != null) {
            deadLetters.arrived();
        }
        if (due) {
            at.deliverLater(queue);
        }
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        ConsumerSeat seat = (ConsumerSeat) consumer.link();
        if (seat.loop() == loop) {
            seat.cancelledByServer();
        } else {
            loop.send(seat.loop(), new QueueMessage.CancelledByServer(seat));
        }
    }

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {
        ConsumerSeat seat = (ConsumerSeat) consumer.link();
        if (seat.loop() == loop) {
            seat.timeoutChanged();
        } else {
            loop.send(seat.loop(), new QueueMessage.TimeoutChanged(seat));
        }
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        if (deadLetters == null) {
            deadLetters = new DeadLetterLine(queue, host.letters(), this::loop);
        }
        deadLetters.add(letter);
    }

    @Override
    public void unused() {
        // Order: not from within the command that took the last consumer away.
        BrokerLoop here = loop;
        here.atTurnEnd(() -> queue.command(here, new QueueCommand.Delete(true, false, new Unattended(here))));
    }

    @Override
    public void deliveryDue() {
        if (!due) {
            due = true;
            loop.deliverLater(queue);
        }
    }

    @Override
    public void reserve(int priority, long position) {
        var reservation = new Reservation(queue, loop, new QueueCommand.Reserved(priority, position));
        shelves.given(priority).reserve(position, new DurableUnit(1, loop.index(), reservation));
    }

    @Override
    public void wakeAt(long millis) {
        stopTimer();
        wakeAtMillis = millis;
        startTimer();
    }

    private void startTimer() {
        if (wakeAtMillis != Long.MAX_VALUE) {
            BrokerLoop here = loop;
            timer = here.after(Math.max(0, wakeAtMillis - here.nowMillis()), () -> {
                timer = null;
                wakeAtMillis = Long.MAX_VALUE;
                queue.command(here, new QueueCommand.Tick());
            });
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Lets the queue go on when the store has noted how far. Before that there would be no telling what was delivered. */
    private record Reservation(QueueRef queue, BrokerLoop loop, QueueCommand.Reserved reserved) implements DurableUnit.Completion {

        @Override
        public void durable() {
            queue.command(loop, reserved);
        }

        @Override
        public void failed() {
            queue.command(loop, new QueueCommand.ReserveRefused(reserved.priority()));
        }
    }

    /** The loop that the queue is on, or going to. */
    BrokerLoop loop() {
        return loop;
    }

    /** The queue has delivered all that it can for now. */
    void delivered() {
        due = false;
    }
}
