package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.notAllowed;

import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.config.ProtocolSettings;

/** Agreeing on limits. Source: AMQP 0-9-1 §4.2.3 and §4.9; RabbitMQ doc pages "channels", "heartbeats". */
final class Tuning {

    private Tuning() {}

    static ConnectionMethod.Tune offer(ProtocolSettings settings) {
        return new ConnectionMethod.Tune(settings.channelMax(), settings.frameMax(), settings.heartbeatSeconds());
    }

    /**
     * What holds after the client's answer. The heartbeat is the client's choice. Errors blame connection.tune, as
     * RabbitMQ's do.
     *
     * @throws dev.leveret.amqp.error.AmqpException 530 if the client asks for more than was offered; no limit at all
     *     (0) is more than any limit
     */
    static FrameLimits agree(ProtocolSettings offered, ConnectionMethod.TuneOk answer) {
        checkMax("frame_max", offered.frameMax(), answer.frameMax(), "");
        checkMax("channel_max", offered.channelMax(), answer.channelMax(), " (no limit)");
        if (answer.frameMax() != 0 && answer.frameMax() < FrameLimits.FRAME_MAX_LEAST) {
            throw notAllowed("negotiated frame_max = %d is lower than the minimum allowed value (%d)",
                    answer.frameMax(), FrameLimits.FRAME_MAX_LEAST)
                    .at(ConnectionMethod.Tune.ID);
        }
        int frameMax = (int) Math.min(answer.frameMax(), Integer.MAX_VALUE);
        return new FrameLimits(frameMax, answer.channelMax(), answer.heartbeat());
    }

    /** @param zeroMeans RabbitMQ explains a 0 of the one and not of the other */
    private static void checkMax(String name, long offered, long answered, String zeroMeans) {
        if (offered != 0 && (answered == 0 || answered > offered)) {
            throw notAllowed(
                            "negotiated %s = %d%s is higher than the maximum allowed value (%d)",
                            name, answered, answered == 0 ? zeroMeans : "", offered)
                    .at(ConnectionMethod.Tune.ID);
        }
    }
}
