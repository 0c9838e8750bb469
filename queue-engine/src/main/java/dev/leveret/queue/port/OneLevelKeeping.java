package dev.leveret.queue.port;

/** Has one store and one place for pages. */
record OneLevelKeeping(QueueStore store, QueuePages pages) implements QueueKeeping {

    @Override
    public QueueStore store(int priority) {
        return store;
    }

    @Override
    public QueuePages pages(int priority) {
        return pages;
    }
}
