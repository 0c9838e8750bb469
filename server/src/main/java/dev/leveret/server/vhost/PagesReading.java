package dev.leveret.server.vhost;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.store.Page;
import dev.leveret.store.PageAnswer;
import dev.leveret.store.PagedQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a queue has out of memory, while nobody else does: at a start. */
final class PagesReading {

    private static final Logger LOG = LoggerFactory.getLogger(PagesReading.class);
    private static final int BYTES_AT_A_TIME = 1 << 20;

    private final PagedQueue pages;

    PagesReading(PagedQueue pages) {
        this.pages = pages;
    }

    /** Reads all of it, in order. What can't be read is passed over, as it is when the queue wants it. */
    void read(RecoveredRange range, Consumer<PagedMessage> visitor) {
        CompletableFuture<Page> asked = range.count() > 0 ? ask(range.first(), range.last()) : null;
        while (asked != null) {
            Page page;
            try {
                page = asked.join();
            } catch (CompletionException e) {
                LOG.error("keys of messages that can't be read are not known: {}", e.getCause().getMessage());
                return;
            }
            // The next page is read while this one is looked at.
            asked = page.upTo() < range.last() ? ask(page.upTo() + 1, range.last()) : null;
            page.messages().forEach(visitor);
        }
    }

    private CompletableFuture<Page> ask(long first, long last) {
        var answer = new Answer(new CompletableFuture<>());
        pages.load(first, last, BYTES_AT_A_TIME, answer);
        return answer.page;
    }

    /** Called on the store's thread. */
    private record Answer(CompletableFuture<Page> page) implements PageAnswer {

        @Override
        public void read(Page read) {
            page.complete(read);
        }

        @Override
        public void failed(String reason) {
            page.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
