package dev.leveret.queue;

/** Sees to it that who wants messages gets them: tells the loop when a turn of deliveries is due, and answers {@code basic.get}. */
final class Dispatch {

    private final Turn turn;
    private final Gets gets;
    private final Timing timing;
    private final QueueEffects effects;

    /** The loop has been told that there is something to deliver, and has not finished yet. */
    private boolean due;

    Dispatch(Turn turn, Gets gets, Timing timing, QueueEffects effects) {
        this.turn = turn;
        this.gets = gets;
        this.timing = timing;
        this.effects = effects;
    }

    /** Runs one bounded turn; returns whether another is needed. */
    boolean deliver(long nowMillis) {
        turn.run(nowMillis);
        timing.wakeUpInTime();
        due = turn.prepareNext(gets.areWaiting());
        return due;
    }

    /** Whether a consumer could take a message that comes now. */
    boolean isAwaited() {
        return turn.isAwaited();
    }

    /** Gives away at once what somebody can take at once. */
    void deliverAll(long nowMillis) {
        gets.answer(nowMillis);
        while (turn.isDue()) {
            turn.run(nowMillis);
        }
    }

    /** Something has changed: whoever waits may be able to get something now. */
    void announce(long nowMillis) {
        if (gets.areWaiting()) {
            gets.answer(nowMillis);
            timing.wakeUpInTime(); // for the message that is the first one now
        } else if (due) {
            return; // what is next is prepared when the turn has been run
        }
        if (turn.prepareNext(gets.areWaiting()) && !due) {
            due = true;
            effects.deliveryDue();
        }
    }
}
