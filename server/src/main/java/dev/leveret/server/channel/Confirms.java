package dev.leveret.server.channel;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.TurnEnd;

/** Publisher confirms, told to the client once a turn: docs/decisions/0003, RabbitMQ doc page "Publisher Confirms". */
final class Confirms implements TurnEnd {

    private final BrokerLoop loop;
    private final ChannelWire wire;

    /** Null until they are switched on. */
    private ConfirmNumbers numbers;

    private boolean scheduled;
    private boolean ended;

    Confirms(BrokerLoop loop, ChannelWire wire) {
        this.loop = loop;
        this.wire = wire;
    }

    boolean isEnabled() {
        return numbers != null;
    }

    void enable() {
        if (numbers == null) {
            numbers = new ConfirmNumbers();
        }
    }

    /** A publish that nothing has to be waited for. */
    void accepted() {
        numbers.accepted();
        schedule();
    }

    /** A unit of so many parts, whose outcome confirms a publish. */
    DurableUnit open(int parts) {
        return new DurableUnit(parts, loop.index(), new PendingConfirm(this, numbers.open()));
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

    private void settle(long number, boolean accepted) {
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
        tell();
    }

    private void tell() {
        if (!ended) {
            numbers.report(wire);
        }
    }

    /** The channel ends: what is settled is told, what is open never will be. */
    void end() {
        if (numbers != null) {
            tell();
        }
        ended = true;
    }
}
