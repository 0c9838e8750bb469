package dev.leveret.queue.delay;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The store's side of a line, in memory: it counts the parts of units, answers questions when the test says so, and allows no misuse. */
final class MemorySlots implements QueueKeeping {

    record Stored(int slot, long position, Message message) implements StoredMessage {}

    /** What a line has asked for. */
    record Question(int slot, long first, long last, int bytes) {}

    final Map<Integer, TreeMap<Long, Stored>> stored = new HashMap<>();
    final Deque<Question> questions = new ArrayDeque<>();
    private final Map<Integer, TreeMap<Long, PagedMessage>> spilled = new HashMap<>();
    private final Map<Integer, Long> nextPositions = new HashMap<>();
    private final Map<DurableUnit, Integer> parts = new HashMap<>();
    final int pageBytes;
    int appended;
    int deleted;

    MemorySlots(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /** The same store after a restart: what is stored is there. */
    MemorySlots restarted() {
        MemorySlots again = new MemorySlots(pageBytes);
        stored.forEach((slot, messages) -> again.stored.put(slot, new TreeMap<>(messages)));
        again.nextPositions.putAll(nextPositions);
        return again;
    }

    long nextPosition(int slot) {
        return nextPositions.getOrDefault(slot, 0L);
    }

    int storedCount() {
        return stored.values().stream().mapToInt(TreeMap::size).sum();
    }

    int partsOf(DurableUnit unit) {
        return parts.getOrDefault(unit, 0);
    }

    /** Units of which not all parts have come. */
    long incompleteUnits() {
        return parts.entrySet().stream().filter(entry -> entry.getValue() < entry.getKey().parts()).count();
    }

    private TreeMap<Long, Stored> of(int slot) {
        return stored.computeIfAbsent(slot, key -> new TreeMap<>());
    }

    private TreeMap<Long, PagedMessage> spilledOf(int slot) {
        return spilled.computeIfAbsent(slot, key -> new TreeMap<>());
    }

    /** Answers the oldest question; returns false if there is none. */
    boolean answer(DelayLine line) {
        Question question = questions.poll();
        if (question == null) {
            return false;
        }
        Stream<PagedMessage> found = of(question.slot).subMap(question.first, true, question.last, true).values().stream()
                .map(one -> new PagedMessage(one.position, one.message, one));
        var others = spilledOf(question.slot).subMap(question.first, true, question.last, true);
        if (!others.isEmpty()) {
            found = Stream.concat(found, others.values().stream()).sorted(Comparator.comparingLong(PagedMessage::position));
        }
        List<PagedMessage> page = new ArrayList<>();
        long bytes = 0;
        long upTo = question.last;
        for (PagedMessage message : (Iterable<PagedMessage>) found::iterator) {
            if (bytes >= question.bytes) {
                upTo = page.getLast().position();
                break;
            }
            page.add(message);
            bytes += message.message().size();
        }
        page.forEach(message -> spilledOf(question.slot).remove(message.position()));
        line.loaded(question.slot, page, upTo);
        return true;
    }

    @Override
    public QueueStore store(int slot) {
        return new SlotStore(slot);
    }

    @Override
    public QueuePages pages(int slot) {
        return new SlotPages(slot);
    }

    private final class SlotPages implements QueuePages {
        private final int slot;

        SlotPages(int slot) {
            this.slot = slot;
        }

        @Override
        public boolean holds(StoredMessage message) {
            return true;
        }

        @Override
        public int pageBytes() {
            return pageBytes;
        }

        @Override
        public void spill(List<PagedMessage> messages) {
            messages.forEach(message -> spilledOf(slot).put(message.position(), message));
        }

        @Override
        public void load(long first, long last, int bytes) {
            require(questions.stream().noneMatch(question -> question.slot == slot), "two questions about a slot");
            questions.add(new Question(slot, first, last, bytes));
        }

        @Override
        public void forgetSpilled() {
            spilledOf(slot).clear();
        }
    }

    private final class SlotStore implements QueueStore {
        private final int slot;

        SlotStore(int slot) {
            this.slot = slot;
        }

        @Override
        public StoredMessage append(long position, Message message, DurableUnit unit) {
            require(position >= nextPosition(slot), "position " + position + " again");
            nextPositions.put(slot, position + 1);
            Stored handle = new Stored(slot, position, message);
            of(slot).put(position, handle);
            appended++;
            part(unit);
            return handle;
        }

        @Override
        public StoredMessage prepare(long position, Message key) {
            throw new AssertionError("a line has no keys");
        }

        @Override
        public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
            throw new AssertionError("a line has no keys");
        }

        @Override
        public void skipAfter(Original original, DurableUnit unit) {
            throw new AssertionError("a line has no keys");
        }

        @Override
        public void remove(StoredMessage message, DurableUnit unit) {
            Stored gone = (Stored) message;
            require(gone.slot == slot, "of another slot");
            require(of(slot).remove(gone.position) != null, "removed twice");
            part(unit);
        }

        @Override
        public void skip(DurableUnit unit) {
            require(unit != null, "a skip that nobody waits for");
            part(unit);
        }

        @Override
        public void purged(List<StoredMessage> messages) {
            throw new AssertionError("a line purges nothing");
        }

        @Override
        public void purgedPages(long first, long last, int count) {
            throw new AssertionError("a line purges nothing");
        }

        @Override
        public void reserve(long position, DurableUnit unit) {
            throw new AssertionError("a line has no mark");
        }

        @Override
        public void returned(long position, int returns) {
            throw new AssertionError("nothing comes back to a line");
        }

        @Override
        public void deleteQueue() {
            of(slot).clear();
            deleted++;
        }
    }

    private void part(DurableUnit unit) {
        if (unit != null) {
            require(parts.merge(unit, 1, Integer::sum) <= unit.parts(), "more parts than the unit has");
        }
    }

    private static void require(boolean condition, String misuse) {
        if (!condition) {
            throw new AssertionError(misuse);
        }
    }
}
