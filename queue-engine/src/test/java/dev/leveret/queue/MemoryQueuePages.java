package dev.leveret.queue;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.PlaceMemory;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.StoredMessage;
import java.util.List;
import java.util.TreeMap;

/**
 * Pages that are kept in memory, answer a question when the test says so, and allow no misuse.
 *
 * <p>They know what is out of memory, since a queue asks whether a message is held only when it is about to let it go.
 */
class MemoryQueuePages implements QueuePages {

    /** What the queue has asked for. */
    record Question(long first, long last, int bytes) {}

    private final int priority;
    private final MemoryQueueStore store;
    private final TreeMap<Long, PagedMessage> storedOnes = new TreeMap<>();
    private final TreeMap<Long, PagedMessage> spilledOnes = new TreeMap<>();
    private long heldBelow;
    private Question question;

    /** What places take of messages that were passed over, and may. */
    private long placesBytes;

    private long placesBytesMax = Long.MAX_VALUE;
    private TreeMap<Long, PagedMessage> found;

    MemoryQueuePages(MemoryQueueStore store) {
        this(0, store);
    }

    MemoryQueuePages(int priority, MemoryQueueStore store) {
        this.priority = priority;
        this.store = store;
    }

    /** From now on stored messages below this position may leave memory. It never sinks. */
    void holdBelow(long position) {
        heldBelow = Math.max(heldBelow, position);
    }

    /** Stored messages in this range are out of memory from the start. */
    void recovered(long first, long last) {
        store.messages.subMap(first, true, last, true).values().forEach(this::letGo);
    }

    /** From now on places may take so much, in bytes. */
    void limitPlaces(long bytesMax) {
        placesBytesMax = bytesMax;
    }

    /** What places take of messages that were passed over. */
    long placesBytes() {
        return placesBytes;
    }

    @Override
    public PlaceMemory places() {
        return new PlaceMemory() {
            @Override
            public void take(long bytes) {
                placesBytes += bytes;
            }

            @Override
            public void giveBack(long bytes) {
                placesBytes -= bytes;
                require(placesBytes >= 0, "more is given back than was taken");
            }

            @Override
            public boolean hasRoom(long headBytes) {
                return placesBytes + headBytes < placesBytesMax;
            }
        };
    }

    /** The question that is open, or null. */
    Question question() {
        return question;
    }

    boolean isOut(long position) {
        return spilledOnes.containsKey(position)
                || storedOnes.containsKey(position) && store.messages.containsKey(position);
    }

    /** How many messages are out of memory. */
    int count() {
        return out().size();
    }

    /** How many messages that are not stored are here. */
    int spilledCount() {
        return spilledOnes.size();
    }

    /** What those that are out of memory would take there. */
    long bytes() {
        long bytes = 0;
        for (PagedMessage message : storedOnes.values()) {
            bytes += store.messages.containsKey(message.position()) ? message.message().size() : 0;
        }
        for (PagedMessage message : spilledOnes.values()) {
            bytes += message.message().size();
        }
        return bytes;
    }

    /** Answers the question with what was there when it was asked, up to a position of its range. */
    QueueCommand.Loaded answer(long upTo) {
        require(question != null, "an answer without a question");
        require(question.first() <= upTo && upTo <= question.last(), "an answer outside the range that was asked for");
        List<PagedMessage> read = List.copyOf(found.headMap(upTo, true).values());
        for (PagedMessage message : read) {
            storedOnes.remove(message.position());
            spilledOnes.remove(message.position());
        }
        question = null;
        return new QueueCommand.Loaded(priority, read, upTo);
    }

    /** What was asked for cannot be read. */
    QueueCommand.LoadFailed fail() {
        require(question != null, "a failure without a question");
        question = null;
        return new QueueCommand.LoadFailed(priority);
    }

    @Override
    public boolean holds(StoredMessage message) {
        var stored = (MemoryQueueStore.Stored) message;
        require(store.messages.get(stored.position()) == stored, "a message that is not stored any more");
        if (stored.position() >= heldBelow) {
            return false;
        }
        letGo(stored);
        return true;
    }

    private void letGo(MemoryQueueStore.Stored stored) {
        require(!spilledOnes.containsKey(stored.position()), "both stored and spilled");
        storedOnes.put(stored.position(), paged(stored));
    }

    private static PagedMessage paged(MemoryQueueStore.Stored stored) {
        return new PagedMessage(stored.position(), stored.message(), stored);
    }

    @Override
    public void spill(List<PagedMessage> messages) {
        require(!messages.isEmpty(), "nothing to spill");
        for (PagedMessage message : messages) {
            require(message.stored() == null, "a stored message is spilled");
            require(!storedOnes.containsKey(message.position()), "both stored and spilled");
            require(
                    spilledOnes.isEmpty() || spilledOnes.lastKey() < message.position(),
                    "spilled out of order: " + message.position());
            spilledOnes.put(message.position(), message);
        }
    }

    @Override
    public void load(long first, long last, int bytes) {
        require(question == null, "two questions are open");
        require(bytes > 0, "nothing is asked for");
        require(first <= last, "a load of no range");
        TreeMap<Long, PagedMessage> out = new TreeMap<>(out().subMap(first, true, last, true));
        require(!out.isEmpty(), "nothing is out of memory");
        question = new Question(first, last, bytes);
        found = out;
        store.messages.subMap(first, true, last, true).values().forEach(other -> found.putIfAbsent(other.position(), paged(other)));
    }

    @Override
    public void forgetSpilled() {
        require(!spilledOnes.isEmpty(), "nothing was spilled");
        spilledOnes.clear();
    }

    /** All that is out of memory. What the store has forgotten is not. */
    private TreeMap<Long, PagedMessage> out() {
        storedOnes.values().removeIf(message -> !store.messages.containsKey(message.position()));
        var out = new TreeMap<>(storedOnes);
        out.putAll(spilledOnes);
        return out;
    }

    private static void require(boolean condition, String misuse) {
        if (!condition) {
            throw new AssertionError(misuse);
        }
    }
}
