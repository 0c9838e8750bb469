package dev.leveret.server.vhost;

import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.kept.KeyKeeper;
import dev.leveret.routing.kept.KeyLease;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;

/**
 * The stored keys of one exchange, for whoever routes a message there, on whatever loop he is: docs/decisions/0012. What is stored is
 * seen to on the loop where this was made.
 */
final class ExchangeKeysRef implements KeyKeeper {

    /** In place of the record of a key that is forgotten: it is not to be stored, or no longer. */
    private static final Object FORGOTTEN = new Object();

    private final Exchange exchange;
    private final long id;
    private final BrokerLoop home;
    private final DefinitionLog log;
    private final QueueStore store;

    /** The home loop's alone. */
    private long nextPosition;

    /** The home loop's alone. */
    private boolean ended;

    /** @param id in the store */
    ExchangeKeysRef(Exchange exchange, long id, BrokerLoop home, DefinitionLog log) {
        this.exchange = exchange;
        this.id = id;
        this.home = home;
        this.log = log;
        this.store = log.queueStore(id, home);
    }

    Exchange exchange() {
        return exchange;
    }

    long id() {
        return id;
    }

    /** Stores a key in the unit of its message, of which it has one part. */
    void keep(BrokerLoop loop, KeyLease lease, long arrivalMillis, DurableUnit unit) {
        if (loop == home) {
            keepHere(lease, arrivalMillis, unit);
        } else {
            loop.send(home, new Arrival(this, lease, arrivalMillis, unit));
        }
    }

    private record Arrival(ExchangeKeysRef keys, KeyLease lease, long arrivalMillis, DurableUnit unit)
            implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            keys.keepHere(lease, arrivalMillis, unit);
        }
    }

    private void keepHere(KeyLease lease, long arrivalMillis, DurableUnit unit) {
        if (ended || lease.record() == FORGOTTEN) {
            log.bind(lease.original(), unit, home);
            return;
        }
        Message record = KeyRecord.of(lease.key(), arrivalMillis, lease.expiresAtMillis());
        lease.record(store.append(nextPosition++, record, new KeyPart(null, lease.original()), unit));
        home.openTurn();
    }

    @Override
    public void forgotten(KeyLease lease) {
        if (home.isCurrent()) {
            forgetHere(lease);
        } else {
            home.execute(() -> forgetHere(lease));
        }
    }

    /** Perhaps before it has come. */
    private void forgetHere(KeyLease lease) {
        if (!ended && lease.record() instanceof StoredMessage stored) {
            store.remove(stored, null);
            home.openTurn();
        }
        lease.record(FORGOTTEN);
    }

    /** Takes up a key that was there before the start. Before there are connections, in the order of positions. */
    void recover(long position, Message record, StoredMessage stored) {
        KeyLease before = exchange.seenKeys().recover(KeyRecord.key(record), KeyRecord.expiresAtMillis(record), stored);
        if (before != null) {
            home.execute(() -> forgetHere(before));
        }
        nextPosition = position + 1;
    }

    /** Goes on counting positions from here. */
    void resumeAt(long position) {
        nextPosition = position;
    }

    /** The exchange is gone. From any thread. */
    void end() {
        home.execute(() -> ended = true);
    }
}
