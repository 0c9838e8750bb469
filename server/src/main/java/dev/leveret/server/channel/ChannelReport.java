package dev.leveret.server.channel;

/**
 * What a channel was and had at a moment.
 *
 * @param id unique in this run of the broker
 * @param number within its connection
 */
public record ChannelReport(
        long id, int number, boolean confirms, boolean isTransactional, int consumers, Open open, Prefetch prefetch) {

    /**
     * What is not over yet.
     *
     * @param unacked deliveries that the client has not settled
     * @param unconfirmed publishes that wait to be in their queues, or on disk
     * @param uncommittedMessages publishes that wait for a commit
     * @param uncommittedAcks settlements that wait for a commit
     */
    public record Open(int unacked, int unconfirmed, int uncommittedMessages, int uncommittedAcks) {}

    /**
     * Limits of deliveries that are not settled; 0: there is none.
     *
     * @param max of each consumer to come
     * @param globalMax of all together
     */
    public record Prefetch(int max, int globalMax) {}
}
