package dev.leveret.server.config;

/**
 * How much there may be in all virtual hosts together; {@link Integer#MAX_VALUE} means no limit.
 *
 * @param queueMax queues
 * @param exchangeMax exchanges, those that every virtual host has among them
 */
public record TopologyLimits(int queueMax, int exchangeMax) {

    /** No limits. */
    public static final TopologyLimits NONE = new TopologyLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
