package dev.leveret.server.loop;

/** Something that one loop sends to another, as a record of its own type. Messages of one loop to another arrive in order. */
public interface LoopMessage {

    /** Carried out on the loop it was sent to. */
    void arrive(BrokerLoop loop);

    /**
     * What it holds of a publisher's bytes. They count as outstanding on the sender's loop until the message has
     * arrived; 0 for everything that publishers are not held back for.
     */
    default int ingressBytes() {
        return 0;
    }
}
