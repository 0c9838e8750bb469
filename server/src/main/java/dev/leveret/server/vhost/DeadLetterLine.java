package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Destinations;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;
import dev.leveret.server.loop.TurnEnd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The dead letters of one queue on their way to where they go, in their order (RabbitMQ's page "Dead Letter Exchanges"). Belongs to
 * the queue's loop, and moves with the queue.
 *
 * <p>A letter leaves its queue and gets into all others in one unit of the store. If one of these may refuse it, all those are
 * asked first; if one has no room the letter stays where it is, and so do those behind it, until there is room. One that finds no
 * queue at all is dropped, or stays as well if its queue says at-least-once.
 */
final class DeadLetterLine implements DeadLetterInquiry.Sender {

    /** Bounds one turn, so that a queue of which everything dies at once does not hold up its loop. */
    private static final int LETTERS_PER_TURN_MAX = 512;

    private final QueueRef source;
    private final LetterRoutes routes;
    private final Supplier<BrokerLoop> here;
    private final ArrayDeque<DeadLetter> waiting = new ArrayDeque<>();
    private final Destinations destinations = new Destinations();

    /** Of the first one, before those are asked again that had no room for it, or others are looked for. */
    private final RetryPace pace = new RetryPace();

    /** Where the first one goes, if an exchange would not route it again as it did; else null. */
    private List<QueueRef> foundTargets;

    /** Where the first one has to wait before it goes further. */
    private List<DelayLineRef> delays = List.of();

    /** The keys that the first one has brought to exchanges that deduplicate. */
    private BroughtKeys keys = BroughtKeys.NONE;

    /** The end of a turn will see to the first one. */
    private boolean scheduled;

    /** Those are being asked who might refuse the first one, or will be asked again after a while. */
    private boolean held;

    /** @param here the loop that the queue is on; asked on that loop */
    DeadLetterLine(QueueRef source, LetterRoutes routes, Supplier<BrokerLoop> here) {
        this.source = source;
        this.routes = routes;
        this.here = here;
    }

    void add(DeadLetter letter) {
        waiting.add(letter);
        schedule();
    }

    /** The queue has got to another loop. */
    void arrived() {
        scheduled = false;
        schedule();
    }

    private void schedule() {
        if (!scheduled && !held && !waiting.isEmpty()) {
            scheduled = true;
            BrokerLoop loop = here.get();
            // Order: not from within the queue's own doings, to which a letter may lead back.
            loop.atTurnEnd(new Turn(this, loop));
        }
    }

    private record Turn(DeadLetterLine line, BrokerLoop loop) implements TurnEnd {

        @Override
        public void turnEnds() {
            if (line.here.get() == loop) { // else the queue has moved, and another turn has taken over
                line.run(loop);
            }
        }
    }

    private void run(BrokerLoop loop) {
        scheduled = false;
        if (!loop.gate().isOpen()) {
            // Order: as publishers do, letters wait while the store or other loops are behind.
            held = true;
            loop.gate().whenOpen(() -> retry(loop));
            return;
        }
        for (int sent = 0; sent < LETTERS_PER_TURN_MAX && !held && !waiting.isEmpty(); sent++) {
            DeadLetter letter = waiting.element();
            Message message = letter.message();
            List<QueueRef> targets = targetsOfFirst();
            // A letter that its exchange has taken account of has arrived there, even if that sends it nowhere.
            if (targets.isEmpty() && delays.isEmpty() && foundTargets == null && routes.stays(letter, source, destinations)) {
                held = true;
                loop.after(pace.next(), () -> retry(loop));
            } else if (targets.stream().anyMatch(QueueRef::mayRefuse)) {
                held = true;
                new DeadLetterInquiry(this, message, targets, loop).ask();
            } else {
                pass(targets, List.of(), loop);
            }
        }
        schedule();
    }

    /** Found anew each time it is asked for, as what is bound may have changed, unless it can be found once only. */
    private List<QueueRef> targetsOfFirst() {
        if (foundTargets != null) {
            return foundTargets;
        }
        List<QueueRef> targets = routes.targetsOf(waiting.element(), destinations);
        delays = routes.delaysOf(destinations, here.get());
        keys = routes.keysOf(destinations);
        if (destinations.onlyForThisMessage()) {
            foundTargets = targets;
        }
        destinations.clear();
        return targets;
    }

    /**
     * The first letter goes.
     *
     * @param promised those of its targets that keep room for it
     */
    private void pass(List<QueueRef> targets, List<QueueRef> promised, BrokerLoop loop) {
        DeadLetter letter = waiting.remove();
        foundTargets = null;
        pace.begin();
        Message message = letter.message();
        DurableUnit unit = unitOf(letter, targets, loop);
        for (QueueRef target : targets) {
            DurableUnit part = target.stores(message) ? unit : null;
            if (promised.contains(target)) {
                target.command(loop, new QueueCommand.TakePromised(message, part));
            } else {
                target.enqueue(loop, message, part);
            }
        }
        for (DelayLineRef delay : delays) {
            delay.add(loop, message, delay.stores(message) ? unit : null);
        }
        keys.passOn(loop, message, unit, storedParts(letter, targets) > 0);
        keys = BroughtKeys.NONE;
        if (letter.source() != null) {
            source.command(loop, new QueueCommand.Depart(letter.source(), isStored(letter) ? unit : null));
        }
    }

    private DurableUnit unitOf(DeadLetter letter, List<QueueRef> targets, BrokerLoop loop) {
        int stored = storedParts(letter, targets);
        int parts = (isStored(letter) ? 1 : 0) + stored + keys.parts(stored) + keys.repeatedCount();
        return parts > 1 ? new DurableUnit(parts, loop.index(), keys.after(DurableUnit.NOBODY)) : null;
    }

    private int storedParts(DeadLetter letter, List<QueueRef> targets) {
        return (int) (targets.stream().filter(target -> target.stores(letter.message())).count()
                + delays.stream().filter(delay -> delay.stores(letter.message())).count());
    }

    private static boolean isStored(DeadLetter letter) {
        return letter.source() != null && letter.source().stored() != null;
    }

    /**
     * All have answered who might have refused the first letter.
     *
     * @param promised those that keep room for it
     * @param isRefused whether somebody has none
     */
    @Override
    public void answered(List<QueueRef> targets, List<QueueRef> promised, boolean isRefused, BrokerLoop loop) {
        if (here.get() != loop) {
            loop.send(here.get(), new Answered(this, targets, promised, isRefused));
            return;
        }
        if (isRefused) {
            Message message = waiting.element().message();
            promised.forEach(target -> target.command(loop, new QueueCommand.GiveUp(message)));
            loop.after(pace.next(), () -> retry(loop));
        } else {
            held = false;
            pass(targets, promised, loop);
            schedule();
        }
    }

    private void retry(BrokerLoop loop) {
        if (here.get() != loop) {
            loop.send(here.get(), new Retry(this));
            return;
        }
        held = false;
        schedule();
    }

    /** An answer follows the queue to the loop that it has gone to. */
    private record Answered(
            DeadLetterLine line, List<QueueRef> targets, List<QueueRef> promised, boolean isRefused)
            implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            line.answered(targets, promised, isRefused, loop);
        }
    }

    private record Retry(DeadLetterLine line) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            line.retry(loop);
        }
    }
}
