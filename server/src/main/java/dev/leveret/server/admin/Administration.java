package dev.leveret.server.admin;

import dev.leveret.server.auth.Users;
import dev.leveret.server.vhost.VirtualHosts;

/**
 * All that operators can change of users and virtual hosts, and of the broker as a whole.
 *
 * @param users and what they may do
 * @param virtualHosts and what is limited in them
 * @param globalParameters and the name of the cluster
 */
public record Administration(UserChanges users, VirtualHostChanges virtualHosts, GlobalParameters globalParameters) {

    /**
     * Of a broker with these connections.
     *
     * @param nodeName stands for the name of the cluster as long as there is none
     */
    public Administration(
            Users users, VirtualHosts hosts, NewVirtualHosts newHosts, OpenConnections connections, String nodeName) {
        this(new UserChanges(users, hosts, connections), new VirtualHostChanges(hosts, newHosts, users, connections),
                new GlobalParameters(hosts, nodeName));
    }
}
