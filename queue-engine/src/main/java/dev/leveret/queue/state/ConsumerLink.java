package dev.leveret.queue.state;

/** What a consumer is to whoever made it; opaque to the queue. */
public interface ConsumerLink {}
