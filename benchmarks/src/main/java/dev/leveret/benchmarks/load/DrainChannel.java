package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/** Acknowledges a channel's deliveries, many at once. */
final class DrainChannel {

    private final Channel channel;
    private final int every;
    private long last;
    private long acknowledged;

    DrainChannel(Channel channel, int every) {
        this.channel = channel;
        this.every = every;
    }

    /** On the channel's own thread. */
    synchronized void delivered(long tag) throws IOException {
        last = tag;
        if (last - acknowledged >= every) {
            acknowledge();
        }
    }

    /** Acknowledges the rest. */
    synchronized void finish() throws IOException {
        if (channel.isOpen() && last > acknowledged) {
            acknowledge();
        }
    }

    private void acknowledge() throws IOException {
        channel.basicAck(last, true);
        acknowledged = last;
    }
}
