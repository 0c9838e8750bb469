package dev.leveret.server.channel;

import dev.leveret.server.vhost.QueueRef;

/** Where an unacked delivery came from, and so whom to tell of its settlement. */
sealed interface DeliverySource permits ChannelConsumer, DeliverySource.Fetched {

    QueueRef queue();

    /** How long a delivery from here may be unacknowledged, in milliseconds, and 0 for ever; Long.MAX_VALUE: it does not say. */
    long timeoutMillis();

    /** A message that was asked for with basic.get. */
    record Fetched(QueueRef queue) implements DeliverySource {

        @Override
        public long timeoutMillis() {
            return Long.MAX_VALUE;
        }
    }
}
