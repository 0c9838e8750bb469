package dev.leveret.server;

import dev.leveret.server.admin.Administration;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.connection.ServerProperties;
import dev.leveret.server.control.verb.AppRequests;
import dev.leveret.server.control.verb.CheckRequests;
import dev.leveret.server.control.verb.ConnectionRequests;
import dev.leveret.server.control.verb.DefinitionsRequests;
import dev.leveret.server.control.verb.DelayRequests;
import dev.leveret.server.control.verb.DeprecatedRequests;
import dev.leveret.server.control.verb.MessageRequests;
import dev.leveret.server.control.verb.NodeFacts;
import dev.leveret.server.control.verb.NodeRequests;
import dev.leveret.server.control.verb.ParameterRequests;
import dev.leveret.server.control.verb.PermissionRequests;
import dev.leveret.server.control.verb.PluginRequests;
import dev.leveret.server.control.verb.PolicyRequests;
import dev.leveret.server.control.verb.QueueRequests;
import dev.leveret.server.control.verb.ReportRequests;
import dev.leveret.server.control.verb.ResourceRequests;
import dev.leveret.server.control.verb.RoutingRequests;
import dev.leveret.server.control.verb.StatusRequests;
import dev.leveret.server.control.verb.TlsRequests;
import dev.leveret.server.control.verb.TopologyChanges;
import dev.leveret.server.control.verb.TraceRequests;
import dev.leveret.server.control.verb.UserRequests;
import dev.leveret.server.control.verb.VerbTable;
import dev.leveret.server.control.verb.VirtualHostRequests;
import dev.leveret.server.definitions.DefinitionsExport;
import dev.leveret.server.definitions.DefinitionsImport;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.net.BrokerServer;
import dev.leveret.server.tls.TlsCertificates;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What a broker can be asked for on its control socket, and by whom it is answered. */
final class BrokerVerbs {

    private BrokerVerbs() {}

    /** All of them, for a broker that is about to run. */
    static VerbTable table(
            BrokerSettings settings, BrokerSeams seams, VirtualHosts hosts, NewVirtualHosts newHosts, Users users, BrokerLoops loops,
            Administration administration, BrokerServer server, Alarms alarms, Optional<TlsCertificates> certificates,
            CompletableFuture<Void> stopWanted, ResourceRequests resources) {
        NodeFacts facts = new NodeFacts(
                hosts.events().node(),
                administration.globalParameters()::clusterName,
                ServerProperties.COMPATIBLE_VERSION,
                Version.text(),
                settings.node().data().toAbsolutePath().normalize(),
                () -> Stream.concat(
                        server.listeners().addresses().stream().map(each -> new NodeFacts.Listener(each, "amqp")),
                        server.listeners().tlsAddresses().stream().map(each -> new NodeFacts.Listener(each, "amqp/ssl")))
                        .toList());
        return new VerbTable(
                new AppRequests(server.listeners(), server.connections(), facts.identity().name()),
                new CheckRequests(facts, alarms, hosts),
                new StatusRequests(facts, resources, alarms, hosts, server.connections(), seams.clock()),
                new UserRequests(users, administration.users()),
                new PermissionRequests(users, administration.users(), hosts),
                new VirtualHostRequests(hosts, administration.virtualHosts()),
                new PolicyRequests(hosts),
                new QueueRequests(hosts, loops, facts.identity()),
                new RoutingRequests(hosts),
                new ConnectionRequests(server.connections(), facts.identity()),
                resources,
                new TraceRequests(hosts),
                new DelayRequests(hosts),
                new DefinitionsRequests(
                        hosts,
                        new DefinitionsImport(hosts, newHosts, users, administration.globalParameters(), loops),
                        new DefinitionsExport(hosts, users, administration.globalParameters(),
                                ServerProperties.COMPATIBLE_VERSION, Version.text())),
                new PluginRequests(facts.identity().name(), facts.compatibleVersion()),
                new TopologyChanges(hosts, loops),
                new MessageRequests(hosts, loops, alarms, settings.protocol().messageSizeMax()),
                new NodeRequests(facts.identity().name(), alarms, loops, stopWanted),
                new TlsRequests(facts, () -> certificates.map(TlsCertificates::shown).orElse(List.of()), seams.clock()),
                new ParameterRequests(hosts, facts.identity().name(), administration.globalParameters()),
                new DeprecatedRequests(hosts, server.connections()),
                new ReportRequests(hosts, settings.texts(), facts.identity().name()));
    }
}
