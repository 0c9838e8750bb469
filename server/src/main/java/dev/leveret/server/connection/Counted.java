package dev.leveret.server.connection;

import dev.leveret.server.vhost.VirtualHost;

/** One connection among those of its user and its virtual host. Owned by the connection's loop. */
final class Counted {

    private final ConnectionLimits limits;

    /** Null as long as it does not count. */
    private VirtualHost vhost;

    private String user;
    private int channels;

    Counted(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** It is about to open its virtual host; throws 530 if there are too many. */
    void open(String byUser, VirtualHost opened) {
        limits.enter(byUser, opened);
        user = byUser;
        vhost = opened;
    }

    /** One of its channels is about to be opened; throws 530 if there are too many. */
    void openChannel() {
        limits.openChannel(user);
        channels++;
    }

    /** The number of a channel is free again. */
    void closeChannel() {
        if (vhost != null) {
            channels--;
            limits.closeChannel(user);
        }
    }

    /** The connection has ended, or is about to. */
    void end() {
        if (vhost != null) {
            limits.leave(user, vhost, channels);
            vhost = null;
        }
    }
}
