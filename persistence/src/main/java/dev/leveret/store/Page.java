package dev.leveret.store;

import dev.leveret.queue.port.PagedMessage;
import java.util.List;

/**
 * Messages that were out of memory.
 *
 * @param messages all of the range that was asked for up to a position, in order
 * @param upTo that position; the end of the range if there are no more
 */
public record Page(List<PagedMessage> messages, long upTo) {}
