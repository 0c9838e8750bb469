package dev.leveret.server.vhost;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.Page;
import dev.leveret.store.PageAnswer;
import dev.leveret.store.PagedQueue;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of one slot of a line that are out of memory, in the store. */
final class DelayPages implements QueuePages {

    private static final Logger LOG = LoggerFactory.getLogger(DelayPages.class);

    private final DelayLineRef line;
    private final int slot;
    private final PagedQueue pages;
    private final PageShare share;

    DelayPages(DelayLineRef line, int slot, PagedQueue pages, PageShare share) {
        this.line = line;
        this.slot = slot;
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
    public int pageBytes() {
        return share.pageBytes();
    }

    @Override
    public void load(long first, long last, int bytes) {
        share.reading(bytes);
        pages.load(first, last, bytes, new Answer(line, slot));
    }

    @Override
    public void forgetSpilled() {
        pages.forgetSpilled();
    }

    /** Called on the store's thread. */
    private record Answer(DelayLineRef line, int slot) implements PageAnswer {

        @Override
        public void read(Page page) {
            line.tell(reader -> reader.loaded(slot, page.messages(), page.upTo()));
        }

        @Override
        public void failed(String reason) {
            LOG.error("{} can't be read, some of them stay where they are: {}", line, reason);
            line.tell(reader -> reader.loadFailed(slot));
        }
    }
}
