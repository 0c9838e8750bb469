package dev.leveret.queue.port;

import java.util.List;

/** Keeps nothing. */
final class NoPages implements QueuePages {

    @Override
    public boolean holds(StoredMessage stored) {
        return false;
    }

    @Override
    public void spill(List<PagedMessage> messages) {
        throw new IllegalStateException("a queue without pages has been asked to spill messages");
    }

    @Override
    public void load(long first, long last, int bytes) {
        throw new IllegalStateException("a queue without pages has been asked to load messages");
    }

    @Override
    public void forgetSpilled() {}
}
