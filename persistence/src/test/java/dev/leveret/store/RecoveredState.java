package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.store.record.MessageRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What was there at a start, with all messages, also those that are out of memory. */
record RecoveredState(
        List<ExchangeDefinition> exchanges,
        List<Queue> queues,
        List<BindingDefinition> bindings,
        List<Definition> others) {

    /** How much is read at once, in bytes: little, so that there are many pages. */
    private static final int PAGE_BYTES = 3_000;

    /** The messages of one priority in a queue, in order. */
    record Queue(
            QueueDefinition definition,
            int priority,
            List<RecoveredMessage> messages,
            long nextPosition,
            long mark,
            Map<Long, Integer> returns) {}

    /** Takes what a store has recovered, and reads its pages. */
    static RecoveredState of(BrokerStore store) throws StoreException {
        return of(store, () -> false);
    }

    /** @param isInVain whether there may be no answer: a read waits for a store that can't be written to be reopened */
    static RecoveredState of(BrokerStore store, BooleanSupplier isInVain) throws StoreException {
        Recovered recovered = store.recovered();
        List<Queue> queues = new ArrayList<>();
        for (RecoveredQueue queue : recovered.queues()) {
            for (RecoveredLevel level : queue.levels()) {
                queues.add(read(store, queue.definition(), level, isInVain));
            }
        }
        List<Definition> others = new ArrayList<>(recovered.policies());
        others.addAll(recovered.virtualHosts());
        others.addAll(recovered.access());
        others.addAll(recovered.globalParameters());
        return new RecoveredState(recovered.exchanges(), queues, recovered.bindings(), others);
    }

    private static Queue read(
            BrokerStore store, QueueDefinition definition, RecoveredLevel level, BooleanSupplier isInVain)
            throws StoreException {
        List<RecoveredMessage> messages = new ArrayList<>();
        for (PagedMessage paged : pages(store, definition.id() + level.priority(), level.pages(), isInVain)) {
            boolean redelivered = paged.position() <= level.mark();
            messages.add(new RecoveredMessage(paged.position(), paged.message(), paged.stored(), redelivered));
        }
        assertEquals(level.pages().count(), messages.size(), "messages in the pages of " + definition);
        for (RecoveredMessage message : messages) {
            assertTrue(level.pages().arrivalMillis() <= message.message().arrivalMillis(), "arrived earlier");
            assertTrue(level.pages().expiryMillis() <= MessageRecord.expiryMillis(message.message()), "ends earlier");
        }
        messages.addAll(level.newer());
        long before = -1;
        for (RecoveredMessage message : messages) {
            assertTrue(message.position() > before, () -> "not in order: " + messages);
            assertEquals(message.position() <= level.mark(), message.redelivered());
            before = message.position();
        }
        assertTrue(before < level.nextPosition(), "positions would be used again: " + level.nextPosition());
        return new Queue(definition, level.priority(), messages, level.nextPosition(), level.mark(), level.returns());
    }

    private static List<PagedMessage> pages(
            BrokerStore store, long id, RecoveredRange range, BooleanSupplier isInVain) throws StoreException {
        return range.count() == 0
                ? List.of()
                : read(store.pages(id), range.first(), range.last(), PAGE_BYTES, isInVain);
    }

    /** Reads a whole range, page by page. */
    static List<PagedMessage> read(PagedQueue pages, long first, long last, int bytes) throws StoreException {
        return read(pages, first, last, bytes, () -> false);
    }

    private static List<PagedMessage> read(
            PagedQueue pages, long first, long last, int bytes, BooleanSupplier isInVain) throws StoreException {
        List<PagedMessage> all = new ArrayList<>();
        long from = first;
        while (from <= last) {
            Page page = load(pages, from, last, bytes, isInVain);
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
        return load(pages, first, last, bytes, () -> false);
    }

    private static Page load(PagedQueue pages, long first, long last, int bytes, BooleanSupplier isInVain)
            throws StoreException {
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
        while (!isDoneSoon(read)) {
            if (isInVain.getAsBoolean()) {
                throw new StoreException("the disk went while it was read");
            }
        }
        try {
            return read.join();
        } catch (CompletionException e) {
            throw (StoreException) e.getCause();
        }
    }

    /** Waits a little for an answer; whether there is one, good or bad. Spinning would cost most of what these tests cost. */
    static boolean isDoneSoon(CompletableFuture<Page> answer) {
        try {
            answer.get(1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true; // whoever asked looks at it
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** Messages as "position:body". */
    static List<String> texts(List<PagedMessage> messages) {
        return messages.stream()
                .map(message -> message.position() + ":"
                        + new String(message.message().body(), StandardCharsets.UTF_8))
                .toList();
    }
}
