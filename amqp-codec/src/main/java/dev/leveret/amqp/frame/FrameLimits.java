package dev.leveret.amqp.frame;

/**
 * What a connection's two ends agree on in connection.tune and tune-ok.
 *
 * @param frameMax the biggest frame in bytes, with the 8 around its payload; 0: no limit
 * @param channelMax the highest channel number; 0: no limit but 65535
 * @param heartbeatSeconds after how long a silent peer needs a heartbeat; 0: never
 */
public record FrameLimits(int frameMax, int channelMax, int heartbeatSeconds) {

    /** The biggest frame before tune-ok has settled it. RabbitMQ's value; the specification has 4096. */
    public static final int FRAME_MAX_BEFORE_TUNE = 8192;

    /** The specification's lowest frame-max (§1.4.2.6). */
    public static final int FRAME_MAX_LEAST = 4096;
}
