package dev.leveret.server.vhost;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.Definition;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where durable definitions go. Everything up to {@link #handOver()} is called under the virtual host's mutex, and what is
 * given to it is in the store's intake, in this order, when {@link #handOver} returns. Each call contributes one part
 * to its unit.
 */
interface DefinitionLog {

    /** The first of so many ids in a row that no other queue ever had. */
    long newQueueIds(int count);

    void define(Definition definition, DurableUnit unit);

    /** Forgets definitions, and with a queue's all its messages. */
    void undefine(List<Definition> definitions, DurableUnit unit);

    /** Nothing, behind everything that was given before. */
    void skip(DurableUnit unit);

    /** Never blocks. */
    void handOver();

    /** Hands over what the queues of this loop have for the store, so that it comes before what is given next. On that loop. */
    void handOver(BrokerLoop loop);

    /** A queue's port to the store through the writer of this loop. On that loop, or before there are connections. */
    QueueStore queueStore(long queueId, BrokerLoop loop);

    /**
     * Where messages of a priority in a queue go that memory has no room for.
     *
     * @param here the loop that the queue is on; asked on that loop
     */
    QueuePages pages(QueueRef queue, int priority, Supplier<BrokerLoop> here);

    /** Where messages of a slot go that wait in an exchange and that memory has no room for. */
    QueuePages pages(DelayLineRef line, int slot);

    /** Contributes a part to a unit for which there is nothing to store. On that loop, as the three that follow. */
    void skip(DurableUnit unit, BrokerLoop loop);

    /** Contributes a part to a unit that becomes durable with the one that this message is in, or after it. */
    void skipAfter(Original original, DurableUnit unit, BrokerLoop loop);

    /** Contributes a part without content to the unit that this message is in. */
    void bind(Original original, DurableUnit unit, BrokerLoop loop);

    /** Nothing of this message is stored, and others wait for it. */
    void release(Original original, BrokerLoop loop);

    /** Reads messages that are out of memory, in order. Before there are connections; takes as long as it takes. */
    void read(long queueId, RecoveredRange range, Consumer<PagedMessage> visitor);

    /** The port of the same queue, which may be deleted, through the writer of another loop. On that loop. */
    QueueStore moved(QueueStore queue, BrokerLoop loop);
}
