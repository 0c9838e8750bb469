package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.notAllowed;

import dev.leveret.server.auth.Authenticator;
import dev.leveret.server.vhost.VirtualHost;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections and channels users and virtual hosts have open, and how many they may have. From all loops; touched when
 * one opens or closes, never by a message.
 */
public final class ConnectionLimits {

    private final Authenticator users;
    private final NodeChannels channels;
    private final Map<String, Integer> connectionsOfVhosts = new ConcurrentHashMap<>();
    private final Map<String, Integer> connectionsOfUsers = new ConcurrentHashMap<>();
    private final Map<String, Integer> channelsOfUsers = new ConcurrentHashMap<>();

    /**
     * Those of users, virtual hosts and the node.
     *
     * @param users whose limits are asked for
     * @param node name of the node, for clients
     * @param channelMax channels of the node
     */
    public ConnectionLimits(Authenticator users, String node, int channelMax) {
        this.users = users;
        this.channels = new NodeChannels(node, channelMax);
    }

    /** Counts a connection that opens a virtual host, or throws 530 if there are as many as may be. */
    void enter(String user, VirtualHost vhost) {
        int vhostMax = vhost.limits().connectionsMax();
        if (!take(connectionsOfVhosts, vhost.name(), vhostMax)) {
            throw notAllowed("access to vhost '%s' refused for user '%s': connection limit (%d) is reached",
                    vhost.name(), user, vhostMax);
        }
        int userMax = users.limits(user).connectionsMax();
        if (!take(connectionsOfUsers, user, userMax)) {
            give(connectionsOfVhosts, vhost.name(), 1);
            throw notAllowed("connection refused for user '%s': user connection limit (%d) is reached", user, userMax);
        }
    }

    /** Such a connection has ended, with so many channels. */
    void leave(String user, VirtualHost vhost, int channels) {
        give(connectionsOfVhosts, vhost.name(), 1);
        give(connectionsOfUsers, user, 1);
        give(channelsOfUsers, user, channels);
        this.channels.close(channels);
    }

    /** Counts a channel that is opened, or throws 530 if there are as many as may be. */
    void openChannel(String user) {
        channels.open();
        int max = users.limits(user).channelsMax();
        if (!take(channelsOfUsers, user, max)) {
            channels.close(1);
            throw notAllowed(
                    "number of channels opened for user '%s' has reached the maximum allowed user limit of (%d)", user, max);
        }
    }

    /** A channel has been closed. */
    void closeChannel(String user) {
        give(channelsOfUsers, user, 1);
        channels.close(1);
    }

    /** Open connections of a virtual host. */
    int connectionsOfVhost(String vhost) {
        return connectionsOfVhosts.getOrDefault(vhost, 0);
    }

    /** @param max negative: any number */
    private static boolean take(Map<String, Integer> counts, String name, int max) {
        boolean[] taken = new boolean[1];
        counts.compute(name, (same, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = max < 0 || before < max;
            return taken[0] ? Integer.valueOf(before + 1) : count;
        });
        return taken[0];
    }

    private static void give(Map<String, Integer> counts, String name, int number) {
        counts.computeIfPresent(name, (same, count) -> count <= number ? null : Integer.valueOf(count - number));
    }
}
