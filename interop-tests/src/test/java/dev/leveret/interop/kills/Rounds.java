package dev.leveret.interop.kills;

/** Where the broker is, as far as the test has said so. For any thread. */
final class Rounds {

    /** The broker of round {@code number} listens on this port of the loopback address. */
    record Round(int number, int port) {}

    private Round latest = new Round(0, 0);
    private volatile boolean finishing;

    synchronized void begin(Round round) {
        latest = round;
        notifyAll();
    }

    /** Waits for a round after this one. */
    synchronized Round after(int number) throws InterruptedException {
        while (latest.number <= number) {
            wait();
        }
        return latest;
    }

    /** From now on clients come to an orderly end. */
    void finish() {
        finishing = true;
    }

    boolean isFinishing() {
        return finishing;
    }
}
