package dev.leveret.queue.delay;

import dev.leveret.queue.port.DurableUnit;

/** What a {@link DelayLine} wants done in the world. Called on its loop, from within its methods. */
public interface DelayEffects {

    /**
     * {@link DelayLine#advance} is wanted at this time, and no more at the time that was named before.
     *
     * @param millis since 1970; perhaps past; {@link Long#MAX_VALUE}: it is not wanted
     */
    void wakeAt(long millis);

    /** A unit of so many parts that nobody waits for. */
    DurableUnit unit(int parts);
}
