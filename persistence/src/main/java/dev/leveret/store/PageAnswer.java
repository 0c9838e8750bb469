package dev.leveret.store;

/** Hears what {@link PagedQueue#load} has read, once. Called on the pager's thread, which waits: hand it on and return. */
public interface PageAnswer {

    /** The messages have been read. */
    void read(Page page);

    /**
     * They can't be read: the disk does not give them, or they are damaged.
     *
     * @param reason one line
     */
    void failed(String reason);
}
