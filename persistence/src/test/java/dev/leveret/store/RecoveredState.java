package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.RecoveredRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What was there at a start, with all messages, also those that are out of memory. */
record RecoveredState(List<ExchangeDefinition> exchanges, List<Queue> queues, List<BindingDefinition> bindings) {

    /** How much is read at once, in bytes: little, so that there are many pages. */
    private static final int PAGE_BYTES = 3_000;

    /** A queue and all of its messages, in order. */
    record Queue(QueueDefinition definition, List<RecoveredMessage> messages, long nextPosition, long mark) {}

    /** Takes what a store has recovered, and reads its pages. */
    static RecoveredState of(BrokerStore store) throws StoreException {
        Recovered recovered = store.recovered();
        List<Queue> queues = new ArrayList<>();
        for (RecoveredQueue queue : recovered.queues()) {
            List<RecoveredMessage> messages = new ArrayList<>();
            for (PagedMessage paged : pages(store, queue)) {
                boolean redelivered = paged.position() <= queue.lowest().mark();
                messages.add(new RecoveredMessage(paged.position(), paged.message(), paged.stored(), redelivered));
            }
            assertEquals(queue.lowest().pages().count(), messages.size(), "messages in the pages of " + queue.definition());
            messages.addAll(queue.lowest().newer());
            long before = -1;
            for (RecoveredMessage message : messages) {
                assertTrue(message.position() > before, () -> "not in order: " + messages);
                assertEquals(message.position() <= queue.lowest().mark(), message.redelivered());
                before = message.position();
            }
            assertTrue(before < queue.lowest().nextPosition(), "positions would be used again: " + queue.lowest().nextPosition());
            queues.add(new Queue(queue.definition(), messages, queue.lowest().nextPosition(), queue.lowest().mark()));
        }
        return new RecoveredState(recovered.exchanges(), queues, recovered.bindings());
    }

    private static List<PagedMessage> pages(BrokerStore store, RecoveredQueue queue) throws StoreException {
        RecoveredRange range = queue.lowest().pages();
        if (range.count() == 0) {
            return List.of();
        }
        return read(store.pages(queue.definition().id()), range.first(), range.last(), PAGE_BYTES);
    }

    /** Reads a whole range, page by page. */
    static List<PagedMessage> read(PagedQueue pages, long first, long last, int bytes) throws StoreException {
        List<PagedMessage> all = new ArrayList<>();
        long from = first;
        while (from <= last) {
            Page page = load(pages, from, last, bytes);
            assertTrue(page.upTo() >= from && page.upTo() <= last, page.upTo() + " after " + from);
            assertTrue(page.upTo() == last || !page.messages().isEmpty(), "a page without messages, and more to come");
            for (PagedMessage message : page.messages()) {
                assertTrue(from <= message.position() && message.position() <= page.upTo());
            }
            all.addAll(page.messages());
            from = page.upTo() + 1;
        }
        return all;
    }

    /** Reads one page, and waits for it. */
    static Page load(PagedQueue pages, long first, long last, int bytes) throws StoreException {
        CompletableFuture<Page> read = new CompletableFuture<>();
        pages.load(first, last, bytes, new PageAnswer() {
            @Override
            public void read(Page page) {
                read.complete(page);
            }

            @Override
            public void failed(String reason) {
                read.completeExceptionally(new StoreException(reason));
            }
        });
        try {
            return read.join();
        } catch (CompletionException e) {
            throw (StoreException) e.getCause();
        }
    }

    /** Messages as "position:body". */
    static List<String> texts(List<PagedMessage> messages) {
        return messages.stream()
                .map(message -> message.position() + ":"
                        + new String(message.message().body(), StandardCharsets.UTF_8))
                .toList();
    }
}
