package dev.leveret.server.alarm;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which resources are short now. Publishers are held back while any is.
 *
 * <p>Thread-safe: raised and cleared by whoever watches a resource, asked by every loop.
 */
public final class Alarms {

    /** Told of each change, on the thread that makes it. */
    @FunctionalInterface
    public interface Listener {
        void changed(Resource resource, boolean isShort);
    }

    private final Listener listener;
    private final Set<Resource> raised = EnumSet.noneOf(Resource.class);
    private Set<Runnable> waiting = new LinkedHashSet<>();

    /** The same as {@link #raised} not being empty, for a look without a lock. */
    private volatile boolean standing;

    private volatile boolean memoryFull;

    public Alarms(Listener listener) {
        this.listener = listener;
    }

    /** Whether any resource is short. One volatile read. */
    public boolean standing() {
        return standing;
    }

    /** Which are short now. */
    public synchronized Set<Resource> raised() {
        return Set.copyOf(raised);
    }

    /** For connection.blocked: {@code low on memory}, {@code low on disk}, {@code low on memory & disk}. */
    public synchronized String reason() {
        return raised.stream().map(Resource::word).collect(Collectors.joining(" & ", "low on ", ""));
    }

    /** Sets whether a resource is short; returns whether that is news. */
    public boolean set(Resource resource, boolean isShort) {
        Set<Runnable> cleared = Set.of();
        synchronized (this) {
            boolean changed = isShort ? raised.add(resource) : raised.remove(resource);
            if (!changed) {
                return false;
            }
            standing = !raised.isEmpty();
            if (!standing) {
                cleared = waiting;
                waiting = new LinkedHashSet<>();
            }
        }
        cleared.forEach(Runnable::run);
        listener.changed(resource, isShort);
        return true;
    }

    /**
     * Whether there is next to no memory left: nothing that stays may be opened or declared. What clients define is held back by
     * no alarm, and would end the process at last. One volatile read.
     */
    public boolean isMemoryFull() {
        return memoryFull;
    }

    /** Sets whether memory is full; returns whether that is news. */
    public boolean setMemoryFull(boolean isFull) {
        boolean changed = isFull != memoryFull;
        memoryFull = isFull;
        return changed;
    }

    /** Runs the task once when no resource is short any more, on whatever thread clears the last alarm, or at once. */
    public void whenCleared(Runnable task) {
        synchronized (this) {
            if (standing) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    /** Takes {@link #whenCleared} back, if it has not run. */
    public synchronized void forget(Runnable task) {
        waiting.remove(task);
    }
}
