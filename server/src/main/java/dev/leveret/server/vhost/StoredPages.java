package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.PlaceMemory;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.Page;
import dev.leveret.store.PageAnswer;
import dev.leveret.store.PagedQueue;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue's messages of one priority that are out of memory, in the store; what is read comes back to the queue wherever it is then. */
final class StoredPages implements QueuePages {

    private static final Logger LOG = LoggerFactory.getLogger(StoredPages.class);

    private final QueueRef queue;
    private final int priority;
    private final Supplier<BrokerLoop> here;
    private final PagedQueue pages;
    private final PageShare share;

    StoredPages(QueueRef queue, int priority, Supplier<BrokerLoop> here, PagedQueue pages, PageShare share) {
        this.queue = queue;
        this.priority = priority;
        this.here = here;
        this.pages = pages;
        this.share = share;
    }

    @Override
    public boolean holds(StoredMessage stored) {
        return pages.holds(stored);
    }

    @Override
    public void spill(List<PagedMessage> messages) {
        pages.spill(messages);
    }

    @Override
    public PlaceMemory places() {
        return new QueuePlaces(share.places(), queue, here);
    }

    @Override
    public int pageBytes() {
        return share.pageBytes();
    }

    @Override
    public void load(long first, long last, int bytes) {
        share.reading(bytes);
        pages.load(first, last, bytes, new Answer(queue, priority, here.get()));
    }

    @Override
    public void forgetSpilled() {
        pages.forgetSpilled();
    }

    /** Called on the store's thread. */
    private record Answer(QueueRef queue, int priority, BrokerLoop loop) implements PageAnswer {

        @Override
        public void read(Page page) {
            var loaded = new QueueCommand.Loaded(priority, page.messages(), page.upTo());
            loop.execute(() -> queue.command(loop, loaded));
        }

        @Override
        public void failed(String reason) {
            LOG.error("{}: its messages cannot be read, it delivers no more of them: {}", queue, reason);
            loop.execute(() -> queue.command(loop, new QueueCommand.LoadFailed(priority)));
        }
    }
}
