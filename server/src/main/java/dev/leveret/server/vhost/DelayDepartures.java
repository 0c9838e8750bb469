package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Router;
import dev.leveret.server.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Has messages whose time has come leave a line for the queues that they go to now: out of the line and into all of these in one unit of the store.
 * If one of these may refuse it, all those are asked first; if one has no room the message stays where it is, and so do those behind it,
 * until there is room. On the line's loop.
 */
final class DelayDepartures implements DeadLetterInquiry.Sender {

    private final Router router;
    private final Destinations destinations = new Destinations();

    /** Of the one that is held, before those are asked again that had no room for it. */
    private final RetryPace pace = new RetryPace();

    private DelayLineRef line;

    /** That which has been taken and cannot leave yet; null if there is none. */
    private Delivery held;

    /** As it goes on. */
    private Message heldMessage;

    /** The keys that it has brought to exchanges that deduplicate. */
    private BroughtKeys heldKeys = BroughtKeys.NONE;

    private final KeptKeys keys;
    private boolean ended;

    DelayDepartures(Router router, KeptKeys keys) {
        this.router = router;
        this.keys = keys;
    }

    /** Whether a message that was taken before has to leave first. */
    boolean areHeld() {
        return held != null;
    }

    /** The line is no more. */
    void end() {
        ended = true;
        held = null;
    }

    void send(DelayLineRef from, Delivery delivery, BrokerLoop loop) {
        line = from;
        Message over = Delay.over(delivery.message(), loop.nowMillis());
        router.route(from.exchange(), over, destinations);
        List<QueueRef> targets = new ArrayList<>(destinations.count());
        for (int i = 0; i < destinations.count(); i++) {
            targets.add((QueueRef) destinations.target(i));
        }
        Message message = destinations.message();
        heldKeys = keys.broughtBy(destinations);
        destinations.clear();
        if (targets.stream().anyMatch(QueueRef::mayRefuse)) {
            held = delivery;
            heldMessage = message;
            new DeadLetterInquiry(this, message, targets, loop).ask();
        } else {
            pass(delivery, message, targets, List.of(), loop);
        }
    }

    private void pass(
            Delivery delivery, Message message, List<QueueRef> targets, List<QueueRef> promised, BrokerLoop loop) {
        boolean isStored = delivery.stored() != null;
        int stored = (int) targets.stream().filter(target -> target.stores(message)).count();
        int parts = (isStored ? 1 : 0) + stored + heldKeys.parts(stored) + heldKeys.repeatedCount();
        DurableUnit unit =
                parts > 1 ? new DurableUnit(parts, loop.index(), heldKeys.after(DurableUnit.NOBODY)) : null;
        for (QueueRef target : targets) {
            DurableUnit part = target.stores(message) ? unit : null;
            if (promised.contains(target)) {
                target.command(loop, new QueueCommand.TakePromised(message, part));
            } else {
                target.enqueue(loop, message, part);
            }
        }
        heldKeys.passOn(loop, message, unit, stored > 0);
        heldKeys = BroughtKeys.NONE;
        line.line().departed(delivery, isStored ? unit : null);
    }

    @Override
    public void answered(List<QueueRef> targets, List<QueueRef> promised, boolean isRefused, BrokerLoop loop) {
        if (ended || isRefused) {
            Message message = heldMessage;
            promised.forEach(target -> target.command(loop, new QueueCommand.GiveUp(message)));
        }
        if (ended) {
            heldKeys.refused(loop, null);
            return;
        }
        if (isRefused) {
            loop.after(pace.next(), () -> ask(targets, loop));
        } else {
            Delivery delivery = held;
            held = null;
            pace.begin();
            pass(delivery, heldMessage, targets, promised, loop);
            heldMessage = null;
            line.goOn();
        }
    }

    /** The same queues, as the exchange might route it otherwise now; those that are gone take it without effect. */
    private void ask(List<QueueRef> targets, BrokerLoop loop) {
        if (!ended) {
            new DeadLetterInquiry(this, heldMessage, targets, loop).ask();
        }
    }
}
