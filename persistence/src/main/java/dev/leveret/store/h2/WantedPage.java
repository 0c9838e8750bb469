package dev.leveret.store.h2;

import dev.leveret.store.record.PositionRanges;

/**
 * Messages that somebody wants to read.
 *
 * @param first lowest position
 * @param last highest position
 * @param bytes how much, about; one message at least, and at most twice as much and one message
 * @param skip positions, sorted, that are not wanted
 */
public record WantedPage(long queueId, long first, long last, int bytes, PositionRanges skip) {

    boolean wants(long position) {
        return first <= position && position <= last && !skip.contains(position);
    }
}
