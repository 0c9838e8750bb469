package dev.leveret.queue;

/** Who asked. Opaque to the queue, and answered exactly once through {@link QueueEffects#reply}. */
public interface ReplyTo {}
