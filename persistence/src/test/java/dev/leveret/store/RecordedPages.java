package dev.leveret.store;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.Expectation.Entry;
import dev.leveret.store.Expectation.QueueState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The messages of one priority that a queue has out of memory, all of them stored. Used by the thread of the queue. */
final class RecordedPages implements QueuePages {

    private final PagedQueue pages;
    private final QueueState state;
    private final int priority;
    private final int pageBytes;
    private CompletableFuture<Page> asked;
    private boolean unwanted;

    /** @param pageBytes how much is to be read at a time */
    RecordedPages(PagedQueue pages, QueueState state, int priority, int pageBytes) {
        this.pages = pages;
        this.state = state;
        this.priority = priority;
        this.pageBytes = pageBytes;
    }

    @Override
    public int pageBytes() {
        return pageBytes;
    }

    @Override
    public boolean holds(StoredMessage stored) {
        return pages.holds(((Entry) stored).handle);
    }

    @Override
    public void spill(List<PagedMessage> messages) {
        throw new AssertionError("all messages are stored");
    }

    @Override
    public void load(long first, long last, int bytes) {
        CompletableFuture<Page> answer = new CompletableFuture<>();
        pages.load(first, last, bytes, new PageAnswer() {
            @Override
            public void read(Page page) {
                answer.complete(page);
            }

            @Override
            public void failed(String reason) {
                answer.completeExceptionally(new StoreException(reason));
            }
        });
        asked = answer;
    }

    @Override
    public void forgetSpilled() {}

    /** The queue has been purged or deleted: what it has asked for is gone, and it does not look at the answer. */
    void gone() {
        unwanted = asked != null;
    }

    /**
     * What the queue is to be told, if it waits for something.
     *
     * @param mayBeLate whether the store has more to do than to answer, or no power: then the result may be null although
     *     something was asked
     */
    QueueCommand.Loaded answer(BooleanSupplier mayBeLate) {
        while (asked != null && !RecoveredState.isDoneSoon(asked) && !mayBeLate.getAsBoolean()) {
            // It reads from memory, so it is not long.
        }
        if (asked == null || !asked.isDone() || asked.isCompletedExceptionally() && mayBeLate.getAsBoolean()) {
            return null;
        }
        Page page = asked.join();
        asked = null;
        if (unwanted) {
            unwanted = false;
            return new QueueCommand.Loaded(priority, List.of(), page.upTo());
        }
        Map<Long, Entry> known = new HashMap<>();
        Expectation.entries(state).forEach(entry -> known.put(entry.position, entry));
        List<PagedMessage> messages = new ArrayList<>();
        for (PagedMessage read : page.messages()) {
            Entry entry = known.get(read.position());
            String name = StoreModel.name(read.message().body());
            if (entry == null && read.position() <= state.removedUpTo) {
                continue; // among what was passed over there may be what is gone
            }
            if (entry == null || !entry.name.equals(name)) {
                throw new AssertionError("read back, but not there: " + StoreContents.key(state.id(), read.position(), name));
            }
            if (read.position() > state.removedUpTo) {
                entry.handle = read.stored(); // else the queue has kept the one that it had
            }
            messages.add(new PagedMessage(read.position(), read.message(), entry));
        }
        return new QueueCommand.Loaded(priority, messages, page.upTo());
    }
}
