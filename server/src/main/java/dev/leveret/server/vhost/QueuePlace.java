package dev.leveret.server.vhost;

import dev.leveret.queue.QueueActor;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.HeldBack;

/** Where a queue is, as one loop sees it. Read and written by that loop alone: docs/decisions/0001. */
sealed interface QueuePlace {

    /** It belongs to this loop. */
    record Here(QueueActor actor) implements QueuePlace {}

    /** It belongs to another loop, or will by the time that a message gets there. */
    record Away(BrokerLoop owner) implements QueuePlace {}

    /** It is on its way to a loop, which may be this one. What this loop has for it waits in order. */
    record Moving(BrokerLoop to, HeldBack held) implements QueuePlace {}
}
