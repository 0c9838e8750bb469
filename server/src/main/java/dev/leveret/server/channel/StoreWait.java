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
    private final FromServer reply;

    StoreWait(PendingReply pending, boolean noWait, FromServer reply) {
        this.pending = pending;
        this.noWait = noWait;
        this.reply = reply;
    }

    /** Makes a change for a method with this id, and answers it when it is safe. */
    static void run(PendingReply pending, int methodId, boolean noWait, FromServer reply, Change change) {
        // Order: the change first. It throws when it is refused, and then there is no answer to come.
        StoreWait wait = new StoreWait(pending, noWait, reply);
        wait.begin(methodId, change.make(wait));
    }

    /** The change has been made. Answers at once if nobody waits for the store. */
    void begin(int methodId, boolean completionWillBeTold) {
        if (completionWillBeTold && !noWait) {
            pending.begin(methodId);
        } else {
            pending.answer(noWait, reply);
        }
    }

    @Override
    public void durable() {
        if (!noWait) {
            pending.done(false, reply);
        }
    }

    @Override
    public void failed() {
        if (!noWait) {
            pending.failed(AmqpException.internalError("the store could not write the change").error());
        }
    }
}
