package dev.leveret.store;

import dev.leveret.store.record.PositionRanges;
import java.util.List;

/**
 * In what a queue's messages out of memory differ from what the H2 store has of them, from a start, or a reopening after an
 * error, until the first checkpoint is applied.
 *
 * @param gone positions, sorted, that are settled according to the journal
 * @param late messages, in order, that are in the journal only although greater positions are in the H2 store
 */
record PagesAtStart(PositionRanges gone, List<RecoveredMessage> late) {

    static final PagesAtStart NONE = new PagesAtStart(new PositionRanges(), List.of());
}
