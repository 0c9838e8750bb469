package dev.leveret.server.channel;

/**
 * What a channel was and had at a moment.
 *
 * @param id unique in this run of the broker
 * @param number within its connection
 * @param unacked deliveries that the client has not settled
 * @param prefetchMax of consumers to come; 0: there is no limit
 */
public record ChannelReport(
        long id, int number, boolean confirms, boolean isTransactional, int consumers, int unacked, int prefetchMax) {}
