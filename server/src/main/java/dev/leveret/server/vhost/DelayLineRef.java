package dev.leveret.server.vhost;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.delay.DelayEffects;
import dev.leveret.queue.delay.DelayLine;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Exchange;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.DueQueue;
import dev.leveret.server.loop.LoopMessage;
import dev.leveret.server.loop.LoopTimer;
import java.util.function.Consumer;

/**
 * What waits in one exchange, for whoever has something for it, on whatever loop he is: docs/decisions/0011. Unlike a queue it stays on the
 * loop where it was made.
 */
public final class DelayLineRef implements DueQueue, DelayEffects {

    /** How many messages leave in a row. */
    private static final int SENT_MAX = 256;

    /** The clock may be changed, so nobody sleeps longer than this, in milliseconds. */
    private static final long SLEEP_MAX_MILLIS = 60_000;

    /**
     * Between two looks at what is due, in milliseconds: where many are due one after the other they leave together, with one write to the store and to each
     * client. One that is alone leaves at once.
     */
    private static final long APART_MILLIS = 10;

    private final Exchange exchange;
    private final long id;
    private final BrokerLoop home;
    private final DelayDepartures departures;
    private DelayLine line;

    /** It is among the due queues of its loop. */
    private boolean due;

    /** It waits for the store to come after. */
    private boolean waitsForGate;

    private LoopTimer timer;

    /** When it was looked at last. */
    private long lookedAt;

    /** @param id the first of its ids in the store; 0 if nothing is stored */
    DelayLineRef(Exchange exchange, long id, BrokerLoop home, DelayDepartures departures) {
        this.exchange = exchange;
        this.id = id;
        this.home = home;
        this.departures = departures;
    }

    /** Once, before anybody else sees it. */
    void open(DelayLine opened) {
        line = opened;
    }

    /** The exchange that its messages wait in. */
    Exchange exchange() {
        return exchange;
    }

    /** The first of its ids in the store; 0 if nothing is stored. */
    long id() {
        return id;
    }

    /** Whether persistent messages in it survive a restart. */
    boolean isDurable() {
        return id != 0;
    }

    /** Whether it keeps this message in the store. */
    public boolean stores(Message message) {
        return isDurable() && message.header().persistent();
    }

    BrokerLoop home() {
        return home;
    }

    /** The loop where what is sent from here arrives later; null if it arrives at once. */
    public BrokerLoop wayFrom(BrokerLoop loop) {
        return loop == home ? null : home;
    }

    /** A message is to wait. The unit may be null. */
    public void add(BrokerLoop loop, Message message, DurableUnit unit) {
        if (loop == home) {
            line.add(message, unit, loop.nowMillis());
        } else {
            loop.send(home, new Arrival(this, message, unit));
        }
    }

    private record Arrival(DelayLineRef line, Message message, DurableUnit unit) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            line.add(loop, message, unit);
        }

        @Override
        public int ingressBytes() {
            return message.size();
        }
    }

    /** Has something done with the line on its loop, and what follows from it. From any thread. */
    void tell(Consumer<DelayLine> what) {
        home.execute(() -> {
            try {
                what.accept(line);
            } finally {
                lookSoon();
            }
        });
    }

    /** The exchange is gone. From any thread. */
    void end() {
        tell(ended -> {
            departures.end();
            ended.end();
        });
    }

    /** On its loop. */
    DelayLine line() {
        return line;
    }

    private void lookSoon() {
        if (!due && !departures.areHeld() && !waitsForGate) {
            due = true;
            home.deliverLater(this);
        }
    }

    /** Departures go on after they were held. */
    void goOn() {
        lookSoon();
    }

    @Override
    public boolean deliver(BrokerLoop loop) {
        due = false;
        if (departures.areHeld()) {
            return false;
        }
        if (!loop.gate().isOpen()) {
            awaitGate(loop);
            return false;
        }
        boolean more = run(loop);
        if (due) {
            return false; // the line wanted to be looked at again, and is among the due ones already
        }
        due = more;
        return more;
    }

    /** Order: as publishers do, what waits here waits on while the store or other loops are behind. */
    private void awaitGate(BrokerLoop loop) {
        waitsForGate = true;
        loop.gate().whenOpen(() -> {
            waitsForGate = false;
            lookSoon();
        });
    }

    private boolean run(BrokerLoop loop) {
        long now = loop.nowMillis();
        lookedAt = now;
        boolean more = line.advance(now);
        for (int sent = 0; sent < SENT_MAX; sent++) {
            var next = line.takeDue(now);
            if (next == null) {
                if (!more) {
                    line.rest(now);
                }
                return more;
            }
            departures.send(this, next, loop);
            if (departures.areHeld()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void wakeAt(long millis) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (millis == Long.MAX_VALUE) {
            return;
        }
        long now = home.nowMillis();
        long wait = Math.max(millis, Math.min(lookedAt, now) + APART_MILLIS) - now;
        if (wait <= 0) {
            lookSoon();
        } else {
            timer = home.after(Math.min(wait, SLEEP_MAX_MILLIS), () -> {
                timer = null;
                lookSoon();
            });
        }
    }

    @Override
    public DurableUnit unit(int parts) {
        return new DurableUnit(parts, home.index(), DurableUnit.NOBODY);
    }

    @Override
    public String toString() {
        return "the messages that wait in " + exchange;
    }
}
