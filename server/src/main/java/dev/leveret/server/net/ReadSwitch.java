package dev.leveret.server.net;

import io.netty.channel.Channel;

/** Whether a socket is read. It is while nobody has a reason against it. Owned by the connection's loop. */
public final class ReadSwitch {

    private final Channel socket;
    private int reasons;
    private boolean forced;

    public ReadSwitch(Channel socket) {
        this.socket = socket;
    }

    /** Stops reading until this has been taken back by {@link #resume}. */
    public void pause() {
        if (reasons++ == 0 && !forced) {
            read(false);
        }
    }

    /** Takes one {@link #pause} back. */
    public void resume() {
        if (--reasons == 0 && !forced) {
            read(true);
        }
    }

    /** Reads from now on whatever the reasons: what still comes is awaited, or dropped. */
    public void force() {
        forced = true;
        read(true);
    }

    public boolean isPaused() {
        return reasons > 0 && !forced;
    }

    private void read(boolean on) {
        if (socket.isActive()) { // reasons may outlive the socket
            socket.config().setAutoRead(on);
        }
    }
}
