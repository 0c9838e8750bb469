package dev.leveret.server.vhost;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.Definition;
import dev.leveret.store.PagedQueue;
import dev.leveret.store.StoreWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Definitions go to the store, through a writer that belongs to one virtual host's mutex. */
final class StoredDefinitions implements DefinitionLog {

    private final StoreLink link;
    private final StoreWriter writer;

    StoredDefinitions(StoreLink link) {
        this.link = link;
        this.writer = link.store().writer();
    }

    @Override
    public long newQueueIds(int count) {
        return link.store().newQueueIds(count);
    }

    @Override
    public void define(Definition definition, DurableUnit unit) {
        writer.define(definition, unit);
    }

    @Override
    public void undefine(List<Definition> definitions, DurableUnit unit) {
        writer.undefineAll(definitions, unit);
    }

    @Override
    public void skip(DurableUnit unit) {
        writer.awaitDefinitions(unit);
    }

    @Override
    public void handOver() {
        writer.flush();
    }

    @Override
    public void handOver(BrokerLoop loop) {
        link.writer(loop).flush();
    }

    @Override
    public QueueStore queueStore(long queueId, BrokerLoop loop) {
        return link.queue(queueId, loop);
    }

    @Override
    public QueuePages pages(QueueRef queue, int priority, Supplier<BrokerLoop> here) {
        BrokerStore store = link.store();
        PagedQueue pages = queue.durable() ? store.pages(queue.id() + priority) : store.pages();
        return new StoredPages(queue, priority, here, pages, link.pageShare());
    }

    @Override
    public QueuePages pages(DelayLineRef line, int slot) {
        BrokerStore store = link.store();
        PagedQueue pages = line.isDurable() ? store.pages(line.id() + slot) : store.pages();
        return new DelayPages(line, slot, pages, link.pageShare());
    }

    @Override
    public void skip(DurableUnit unit, BrokerLoop loop) {
        link.writer(loop).skip(unit);
        loop.openTurn();
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit, BrokerLoop loop) {
        link.writer(loop).skipAfter(original, unit);
        loop.openTurn();
    }

    @Override
    public void bind(Original original, DurableUnit unit, BrokerLoop loop) {
        link.writer(loop).bind(original, unit);
        loop.openTurn();
    }

    @Override
    public void release(Original original, BrokerLoop loop) {
        link.writer(loop).release(original);
        loop.openTurn();
    }

    @Override
    public void read(long queueId, RecoveredRange range, Consumer<PagedMessage> visitor) {
        new PagesReading(link.store().pages(queueId)).read(range, visitor);
    }

    @Override
    public QueueStore moved(QueueStore queue, BrokerLoop loop) {
        return link.moved(queue, loop);
    }
}
