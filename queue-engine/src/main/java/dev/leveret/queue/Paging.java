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

    /** It is about messages that were passed over, from this position on; -1: it is about others, or there is none. */
    private long recalledFrom = -1;

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
        recall();
        PagedOut out = ready.pagedOut();
        if (!out.isEmpty()) {
            load(out, pages.pageBytes() / 2);
        }
    }

    /** None of the messages that are next is what somebody wants: reads more, however many they are. */
    void missed() {
        recall();
        PagedOut out = ready.pagedOut();
        if (!out.isEmpty()) {
            load(out, Long.MAX_VALUE);
        }
    }

    private void recall() {
        long first = ready.firstRecalled();
        if (first >= 0 && canLoad()) {
            loading = true;
            recalledFrom = first;
            pages.load(first, ready.lastRecalled(), pages.pageBytes());
        }
    }

    private void load(PagedOut out, long headBytesMax) {
        if (canLoad() && ready.headBytes() <= headBytesMax && ready.hasRoomForMore()) {
            loading = true;
            pages.load(out.first(), out.last(), pages.pageBytes());
        }
    }

    /** Whether what anybody may take can only be out of memory, and nothing more may be read before somebody settles messages. */
    boolean isHeldBack() {
        return canLoad() && !ready.hasPlaceForAnybody() && !ready.hasRoomForMore();
    }

    /** Whether what is out of memory could be asked for. */
    boolean canLoad() {
        return !loading && !broken;
    }

    void pageOut(long keepBytes) {
        ready.pageOut(keepBytes, pages);
        if (recalledFrom < 0) {
            ready.pageOutPassedOver(pages); // what goes while some are read might be missed among those
        }
    }

    void loaded(List<PagedMessage> messages, long upTo) {
        long from = recalledFrom;
        loading = false;
        recalledFrom = -1;
        if (forgotten) {
            forgotten = false;
        } else if (from >= 0) {
            ready.recalled(from, messages, upTo);
        } else {
            ready.loaded(messages, upTo, priority, returnsOf);
        }
    }

    void failed() {
        loading = false;
        recalledFrom = -1;
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
