package dev.leveret.server.channel;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopFence;
import dev.leveret.server.loop.TurnEnd;
import dev.leveret.server.vhost.BroughtKeys;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Publisher confirms, told to the client once a turn: docs/decisions/0003, RabbitMQ doc page "Publisher Confirms".
 *
 * <p>A confirm says that the message is in its queues, for everybody to see. What was sent to a queue on another loop is
 * confirmed when a fence that follows it has passed there.
 */
final class Confirms implements TurnEnd {

    private static final int SENT_CAPACITY_MIN = 16;

    /** So many are told at once, at least, to a client that does not read. */
    private static final int UNTOLD_MAX = 65_536;

    private final BrokerLoop loop;
    private final BrokerLoops loops;
    private final ChannelWire wire;

    /** Numbers of this turn's publishes that are on their way to other loops, and which loops these are. */
    private long[] sent = {};

    private int sentCount;
    private final BitSet sentTo = new BitSet();

    /** Null until they are switched on. */
    private ConfirmNumbers numbers;

    private boolean scheduled;
    private boolean waiting;
    private boolean ended;

    Confirms(BrokerLoop loop, BrokerLoops loops, ChannelWire wire) {
        this.loop = loop;
        this.loops = loops;
        this.wire = wire;
    }

    boolean isEnabled() {
        return numbers != null;
    }

    /** How many publishes wait to be settled. */
    int openCount() {
        return numbers == null ? 0 : numbers.openCount();
    }

    void enable() {
        if (numbers == null) {
            numbers = new ConfirmNumbers();
        }
    }

    /** The next publish has a copy on its way to a queue on this other loop, and waits until it has arrived. */
    void sendsTo(BrokerLoop other) {
        sentTo.set(other.index());
    }

    /**
     * A publish of which nothing is durable.
     *
     * @param isSent whether it is on its way to another loop
     */
    void accepted(boolean isSent) {
        if (isSent) {
            await(numbers.open());
        } else {
            numbers.accepted();
        }
        schedule();
    }

    /**
     * A unit of so many parts, whose outcome confirms a publish.
     *
     * @param isSent whether a part of the publish that is not durable is on its way to another loop
     * @param keys that it has brought to exchanges
     */
    DurableUnit open(int parts, boolean isSent, BroughtKeys keys) {
        long number = isSent ? numbers.openTwice() : numbers.open();
        if (isSent) {
            await(number);
            schedule();
        }
        return new DurableUnit(parts, loop.index(), keys.after(new PendingConfirm(this, number)));
    }

    /**
     * A publish that queues may refuse.
     *
     * @param outcomes how many answers and outcomes it waits for
     */
    OfferedPublish offer(int outcomes) {
        return new OfferedPublish(this, loop, numbers.open(), outcomes);
    }

    private void await(long number) {
        if (sentCount == sent.length) {
            sent = Arrays.copyOf(sent, Math.max(SENT_CAPACITY_MIN, sentCount * 2));
        }
        sent[sentCount++] = number;
    }

    private void raiseFence() {
        if (sentCount == 0) {
            return;
        }
        long[] arriving = Arrays.copyOf(sent, sentCount);
        sentCount = 0;
        LoopFence.raise(loop, loops, sentTo, () -> arrived(arriving));
        sentTo.clear();
    }

    private void arrived(long[] arrivals) {
        for (long number : arrivals) {
            settle(number, true);
        }
    }

    private record PendingConfirm(Confirms confirms, long number) implements DurableUnit.Completion {

        @Override
        public void durable() {
            confirms.settle(number, true);
        }

        @Override
        public void failed() {
            confirms.settle(number, false);
        }
    }

    /** An open number is settled. */
    void settle(long number, boolean accepted) {
        numbers.settle(number, accepted);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.atTurnEnd(this);
        }
    }

    @Override
    public void turnEnds() {
        scheduled = false;
        raiseFence();
        if (numbers == null || wire.keepsUp() || numbers.untold() >= UNTOLD_MAX) {
            tell();
        } else if (!waiting) {
            waiting = true;
            wire.whenKeepsUp(this::told);
        }
    }

    /** Some clients publish for long before they read a confirm: meanwhile many become one. */
    private void told() {
        waiting = false;
        tell();
    }

    /** Tells the client what is settled. */
    void tell() {
        if (numbers != null && !ended) {
            numbers.report(wire);
        }
    }

    /** The channel ends: what was not told never will be. */
    void end() {
        ended = true;
    }
}
