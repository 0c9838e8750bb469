package dev.leveret.queue.state;

/**
 * One consumer of one queue, for one subscription.
 *
 * <p>Made by a channel and handed to the queue with {@code Subscribe}. The final fields may be read
 * by both; all others are owned by the queue's loop.
 */
public final class Consumer {

    /**
     * How many bytes of deliveries may be on their way to a consumer's socket. Enough to keep a fast
     * one busy, little enough that a stuck one does not pile up memory.
     */
    public static final int WINDOW_BYTES_MAX = 128 * 1024;

    /**
     * How many unacked deliveries a consumer without a prefetch limit may hold. Without an end, one that settles nothing would
     * bring a whole backlog into memory.
     */
    public static final int UNLIMITED_UNACKED_MAX = 65_535;

    private final ConsumerSettings settings;
    private final Permit permit;
    private final ConsumerLink link;
    private final int unackedMax;
    private final long unackedBytesMax;

    /** It is one of the queue's consumers now. */
    boolean subscribed;

    /** Deliveries that it has not settled. Always 0 if noAck. */
    int unacked;

    /** Bytes of deliveries that it has not settled. Always 0 if noAck. */
    long unackedBytes;

    /** Bytes of deliveries that its socket has not taken. */
    long windowBytes;

    /** It gets nothing, since another one gets everything or is about to. */
    boolean standsBy;

    /** Where it stands among those of its priority that wait to get everything. */
    long number;

    /** The shared limit has refused it, and nothing has been heard since. */
    boolean awaitsPermit;

    /** Those of the same priority; null before it has subscribed. */
    ConsumerCircle circle;

    /** Its neighbours among those whose turn will come; null unless it is one of them. */
    Consumer after;

    Consumer before;

    /** The message groups that it owns; null if the queue has no groups. */
    GroupShare share;

    /**
     * A consumer that has not subscribed yet.
     *
     * @param permit the limit that it shares with others, or null
     * @param link what it is to its maker; never looked into
     */
    public Consumer(ConsumerSettings settings, Permit permit, ConsumerLink link) {
        this.settings = settings;
        // What is settled when it is sent never counts against a limit on unacked deliveries.
        this.permit = settings.noAck() ? null : permit;
        this.link = link;
        boolean isUnlimited = settings.prefetchMax() == 0;
        this.unackedMax = isUnlimited ? UNLIMITED_UNACKED_MAX : settings.prefetchMax();
        this.unackedBytesMax = isUnlimited ? settings.unackedBytesMax() : Long.MAX_VALUE;
    }

    /** How it wants its deliveries. */
    public ConsumerSettings settings() {
        return settings;
    }

    /** Whether deliveries to it count as settled when they are sent. */
    public boolean noAck() {
        return settings.noAck();
    }

    /** What it is to its maker. */
    public ConsumerLink link() {
        return link;
    }

    /** Whether it gets messages, and does not stand by for another one. The queue's loop. */
    public boolean isActive() {
        return subscribed && !standsBy;
    }

    /** Whether it has no prefetch limit, its own or shared, and so takes all there is. */
    boolean takesAll() {
        return !settings.noAck() && settings.prefetchMax() == 0;
    }

    /** Whether its turn may come. */
    boolean isWilling() {
        return subscribed && !standsBy && !awaitsPermit && hasCredit();
    }

    boolean hasCredit() {
        // The window may be overdrawn by one message, or one bigger than it could never be delivered.
        return unacked < unackedMax && unackedBytes < unackedBytesMax && windowBytes < WINDOW_BYTES_MAX;
    }

    boolean obtainPermit() {
        return permit == null || permit.tryTake(this);
    }

    boolean isInTurn() {
        return after != null;
    }

    @Override
    public String toString() {
        return settings.tag();
    }
}
