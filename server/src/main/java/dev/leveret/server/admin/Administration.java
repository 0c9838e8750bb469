package dev.leveret.server.admin;

import dev.leveret.server.auth.Users;
import dev.leveret.server.vhost.VirtualHosts;

/**
 * All that operators can change of users and virtual hosts.
 *
 * @param users and what they may do
 * @param virtualHosts and what is limited in them
 */
public record Administration(UserChanges users, VirtualHostChanges virtualHosts) {

    /** Of a broker with these connections. */
    public Administration(Users users, VirtualHosts hosts, NewVirtualHosts newHosts, OpenConnections connections) {
        this(new UserChanges(users, hosts, connections), new VirtualHostChanges(hosts, newHosts, users, connections));
    }
}
