package dev.leveret.store;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.Spill;
import dev.leveret.store.h2.WantedPage;
import dev.leveret.store.record.MessageReader;
import dev.leveret.store.record.PositionRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads messages that are out of memory, wherever they are. Used by the pager's thread alone. */
final class PageReader {

    private static final PositionRanges NONE = new PositionRanges();

    private final GenerationInUse generation;
    private final Spill spill;
    private final MessageReader messages = new MessageReader();

    PageReader(GenerationInUse generation, Spill spill) {
        this.generation = generation;
        this.spill = spill;
    }

    /** What a request asks for. Of what was spilled it is gone from there. */
    Page read(PageRequest request) throws IOException {
        List<PagedMessage> page = new ArrayList<>();
        long upTo = request.last();
        boolean isAnySpilled = spill.has(request.queueId());
        boolean isAnyStored = request.log() != null;
        int bytes = isAnySpilled && isAnyStored ? request.bytes() / 2 : request.bytes();
        if (isAnyStored) {
            upTo = generation.read(stored -> readStored(stored, request, bytes, page));
        }
        if (isAnySpilled) {
            upTo = readSpilled(request, bytes, upTo, page);
        }
        return new Page(page, upTo);
    }

    private long readStored(Generation stored, PageRequest request, int bytes, List<PagedMessage> page)
            throws IOException {
        QueueLog log = request.log();
        PagesAtStart atStart = log.pagesAtStart;
        WantedPage wanted =
                new WantedPage(request.queueId(), request.first(), request.last(), bytes, atStart.gone());
        long upTo = stored.load(wanted, (queueId, position, message) -> {
            StoredEntry entry = new StoredEntry(log, position, null);
            entry.interval = StoredEntry.IN_STORE;
            page.add(new PagedMessage(position, messages.read(message), entry));
        });
        if (!atStart.late().isEmpty()) {
            addLate(atStart.late(), request.first(), upTo, page);
        }
        return upTo;
    }

    private static void addLate(List<RecoveredMessage> late, long first, long upTo, List<PagedMessage> page) {
        // A checkpoint that is being applied may have brought some of them into the H2 store already.
        Set<Long> there = page.stream().map(PagedMessage::position).collect(Collectors.toSet());
        for (RecoveredMessage message : late) {
            long position = message.position();
            if (first <= position && position <= upTo && !there.contains(position)) {
                page.add(new PagedMessage(position, message.message(), message.handle()));
            }
        }
        sort(page);
    }

    private long readSpilled(PageRequest request, int bytes, long last, List<PagedMessage> page) throws IOException {
        int stored = page.size();
        WantedPage wanted = new WantedPage(request.queueId(), request.first(), last, bytes, NONE);
        long upTo = spill.load(wanted, (queueId, position, message) ->
                page.add(new PagedMessage(position, messages.read(message), null)));
        if (page.size() > stored) {
            spill.remove(request.queueId(), upTo);
        }
        if (stored > 0) {
            page.removeIf(message -> message.position() > upTo); // They are read again with what is beside them.
            sort(page);
        }
        return upTo;
    }

    private static void sort(List<PagedMessage> page) {
        page.sort(Comparator.comparingLong(PagedMessage::position));
    }
}
