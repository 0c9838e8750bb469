package dev.leveret.server.vhost;

import dev.leveret.queue.QueueActor;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.LoopMessage;
import java.util.ArrayList;
import java.util.List;

/** Where a queue is, as one loop sees it. Read and written by that loop alone: docs/decisions/0001. */
sealed interface QueuePlace {

    /** It belongs to this loop. */
    record Here(QueueActor actor) implements QueuePlace {}

    /** It belongs to another loop, or will by the time that a message gets there. */
    record Away(BrokerLoop owner) implements QueuePlace {}

    /** It will belong to this loop. What comes in for it waits in order. */
    record Arriving(List<LoopMessage> kept) implements QueuePlace {

        Arriving() {
            this(new ArrayList<>());
        }
    }
}
