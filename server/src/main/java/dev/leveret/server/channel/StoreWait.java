package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.queue.port.DurableUnit;

/** Answers a method once the store has what it changed. Nobody waits when the client wanted no answer. */
final class StoreWait implements DurableUnit.Completion {

    /** A change that may have something durable in it. */
    interface Change {

        /** Makes the change; returns whether the completion will be told. */
        boolean make(DurableUnit.Completion completion);
    }

    private final PendingReply pending;
    private final boolean noWait;
    /** Answers the method. */
    private Runnable answer;

    StoreWait(PendingReply pending, boolean noWait) {
        this.pending = pending;
        this.noWait = noWait;
    }

    /** Makes a change for a method with this id, and answers it when it is safe. */
    static void run(PendingReply pending, int methodId, boolean noWait, FromServer reply, Change change) {
        // Order: the change first. It throws when it is refused, and then there is no answer to come.
        StoreWait wait = new StoreWait(pending, noWait);
        wait.begin(methodId, change.make(wait), () -> pending.done(noWait, reply));
    }

    /**
     * The change has been made.
     *
     * @param willBeTold whether the store will tell when it is safe
     * @param answering goes on to the answer; run at once if nobody waits for the store
     */
    void begin(int methodId, boolean willBeTold, Runnable answering) {
        answer = answering;
        pending.begin(methodId);
        if (!willBeTold || noWait) {
            answer.run();
        }
    }

    @Override
    public void durable() {
        if (!noWait) {
            answer.run();
        }
    }

    @Override
    public void failed() {
        if (!noWait) {
            pending.failed(AmqpException.internalError("the store could not write the change").error());
        }
    }
}
