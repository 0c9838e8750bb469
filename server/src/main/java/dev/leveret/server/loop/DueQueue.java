package dev.leveret.server.loop;

/** A queue as the end of a turn sees it. */
public interface DueQueue {

    /**
     * Delivers a bounded number of messages.
     *
     * @param loop the caller; if the queue has left it meanwhile, there is nothing to do
     * @return whether more could be delivered: then it stays due, for the next turn
     */
    boolean deliver(BrokerLoop loop);
}
