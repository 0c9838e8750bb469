package dev.leveret.server.channel;

import dev.leveret.server.vhost.QueueRef;

/** Where an unacked delivery came from, and so whom to tell of its settlement. */
sealed interface DeliverySource permits ChannelConsumer, DeliverySource.Fetched {

    QueueRef queue();

    /** A message that was asked for with basic.get. */
    record Fetched(QueueRef queue) implements DeliverySource {}
}
