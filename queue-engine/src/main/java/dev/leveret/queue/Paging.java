package dev.leveret.queue;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.state.PagedOut;
import dev.leveret.queue.state.ReadyMessages;
import java.util.List;
import java.util.function.LongToIntFunction;

/** Has ready messages of one priority leave memory and come back into it. */
final class Paging {

    private final int priority;
    private final ReadyMessages ready;
    private final QueuePages pages;

    /** How often the message at a position has come back. */
    private final LongToIntFunction returnsOf;

    /** A question is open. */
    private boolean loading;

    /** Its answer is not wanted any more. */
    private boolean forgotten;

    /** What is out of memory cannot be read, and is not asked for again. */
    private boolean broken;

    Paging(int priority, ReadyMessages ready, QueuePages pages, LongToIntFunction returnsOf) {
        this.priority = priority;
        this.ready = ready;
        this.pages = pages;
        this.returnsOf = returnsOf;
    }

    /** Messages are wanted. Reads more if those that are next are less than half a page. */
    void wanted() {
        PagedOut out = ready.pagedOut();
        if (!out.isEmpty()) {
            load(out, pages.pageBytes() / 2);
        }
    }

    /** None of the messages that are next is what somebody wants: reads more, however many they are. */
    void missed() {
        PagedOut out = ready.pagedOut();
        if (!out.isEmpty()) {
            load(out, Long.MAX_VALUE);
        }
    }

    private void load(PagedOut out, long headBytesMax) {
        if (canLoad() && ready.headBytes() <= headBytesMax) {
            loading = true;
            pages.load(out.first(), out.last(), pages.pageBytes());
        }
    }

    /** Whether what is out of memory could be asked for. */
    boolean canLoad() {
        return !loading && !broken;
    }

    void pageOut(long keepBytes) {
        ready.pageOut(keepBytes, pages);
    }

    void loaded(List<PagedMessage> messages, long upTo) {
        loading = false;
        if (forgotten) {
            forgotten = false;
        } else {
            ready.loaded(messages, upTo, priority, returnsOf);
        }
    }

    void failed() {
        loading = false;
        broken = !forgotten;
        forgotten = false;
    }

    /** Whether what is out of memory cannot be read. */
    boolean isBroken() {
        return broken;
    }

    /** What is out of memory is gone. */
    void forget() {
        forgotten = loading;
        broken = false;
        if (ready.pagedOut().spilledCount() > 0) {
            pages.forgetSpilled();
        }
        ready.forgetPagedOut();
    }
}
