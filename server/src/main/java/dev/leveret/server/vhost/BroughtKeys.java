package dev.leveret.server.vhost;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.KeyClaim;
import dev.leveret.routing.SeenKeys;
import dev.leveret.server.loop.BrokerLoop;
import java.util.List;

/**
 * What one message means to the exchanges that deduplicate on its way: the keys that it has brought, and the messages that it repeats
 * (docs/decisions/0012). Whoever has routed a message has to say what becomes of it, with {@link #taken} or {@link #refused}.
 */
public final class BroughtKeys {

    /** Of a message that has met no such exchange, or has no key. */
    public static final BroughtKeys NONE = new BroughtKeys(null, List.of(), List.of());

    /** Of a message that will be routed again, when it is sent for good. */
    public static final BroughtKeys UNDECIDED = new BroughtKeys(null, List.of(), List.of());

    private final KeptKeys keys;
    private final List<KeyClaim> claims;
    private final List<Original> repeated;

    BroughtKeys(KeptKeys keys, List<KeyClaim> claims, List<Original> repeated) {
        this.keys = keys;
        this.claims = claims;
        this.repeated = repeated;
    }

    /**
     * How many parts the new keys have in the unit of the message.
     *
     * @param storedParts how many parts the message itself has: keys are stored with it or not at all
     */
    public int parts(int storedParts) {
        return storedParts > 0 ? claims.size() : 0;
    }

    /** How many parts the unit has besides, if somebody wants to hear of it only after what the message repeats. */
    public int repeatedCount() {
        return repeated.size();
    }

    /** Whether there is a new key. */
    public boolean areNew() {
        return !claims.isEmpty();
    }

    /**
     * The message goes where it was routed to.
     *
     * @param unit that the message is stored in, with {@link #parts} of it for this call; null if it is not stored
     */
    public void taken(BrokerLoop loop, Message message, DurableUnit unit) {
        for (KeyClaim claim : claims) {
            if (unit == null) {
                settle(claim, false, loop);
            } else {
                keep(claim, message, unit, loop);
            }
        }
    }

    private void keep(KeyClaim claim, Message message, DurableUnit unit, BrokerLoop loop) {
        SeenKeys seen = claim.exchange().seenKeys();
        ExchangeKeysRef kept = seen.durable() ? keys.of(claim.exchange(), loop) : null;
        if (kept == null) {
            keys.log().bind(claim.lease().original(), unit, loop);
        } else {
            kept.keep(loop, claim.lease(), message.arrivalMillis(), unit);
        }
    }

    /**
     * A queue has refused the message, so its keys count as not seen. In the store there is nothing of them.
     *
     * @param unit as with {@link #taken}
     */
    public void refused(BrokerLoop loop, DurableUnit unit) {
        for (KeyClaim claim : claims) {
            claim.withdraw();
            settle(claim, true, loop);
            if (unit != null) {
                keys.log().skip(unit, loop);
            }
        }
    }

    private void settle(KeyClaim claim, boolean isRefused, BrokerLoop loop) {
        Original original = claim.lease().original();
        if (original.settle(isRefused)) {
            keys.log().release(original, loop);
        }
    }

    /** The unit becomes durable with what the message repeats, or after it; {@link #repeatedCount} parts of it are this call's. */
    public void follow(BrokerLoop loop, DurableUnit unit) {
        for (Original original : repeated) {
            if (original.follow()) {
                keys.log().skipAfter(original, unit, loop);
            } else {
                keys.log().skip(unit, loop);
            }
        }
    }

    /** A message that nobody can refuse goes on from a queue, or from an exchange that it has waited in. */
    void passOn(BrokerLoop loop, Message message, DurableUnit unit, boolean isStored) {
        taken(loop, message, isStored ? unit : null);
        if (unit != null) {
            follow(loop, unit);
        }
    }

    /** What the unit of the message has to tell, if it wants to tell this. */
    public DurableUnit.Completion after(DurableUnit.Completion inner) {
        return claims.isEmpty() && repeated.isEmpty() ? inner : new Outcome(this, inner);
    }

    /** A message that repeats one which was refused is refused as well. */
    private record Outcome(BroughtKeys keys, DurableUnit.Completion inner) implements DurableUnit.Completion {

        @Override
        public void durable() {
            // From now on those that repeat it need not go by way of the store.
            keys.claims.forEach(claim -> claim.lease().original().settle(false));
            if (keys.repeated.stream().anyMatch(Original::isRefused)) {
                inner.failed();
            } else {
                inner.durable();
            }
        }

        @Override
        public void failed() {
            // The queues have the message, and it becomes durable with its keys when the store can be written again.
            inner.failed();
        }
    }
}
