package dev.leveret.server.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * What a loop has for somebody who is on his way to another loop: it waits here, in order, until he is there. Owned by
 * the loop that holds it back; its bytes count among those that have not been handled.
 */
public final class HeldBack {

    private final BrokerLoop loop;
    private final List<LoopMessage> messages = new ArrayList<>();
    private long ingressBytes;

    /** Made by {@link BrokerLoop#holdBack}. */
    HeldBack(BrokerLoop loop) {
        this.loop = loop;
    }

    /** Holds this back as well. */
    public void add(LoopMessage message) {
        messages.add(message);
        ingressBytes += message.ingressBytes();
        loop.gate().entered(message.ingressBytes());
    }

    /** He is on that loop now: everything goes there, or is carried out here if it is the same. Once. */
    public void release(BrokerLoop target) {
        loop.released(this);
        loop.gate().left(ingressBytes);
        for (LoopMessage message : messages) {
            if (target == loop) {
                LoopBatch.arrive(message, loop);
            } else {
                loop.send(target, message);
            }
        }
    }
}
