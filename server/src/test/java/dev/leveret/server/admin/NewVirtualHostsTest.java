package dev.leveret.server.admin;

import static dev.leveret.server.admin.AdministeredBroker.BY;
import static dev.leveret.server.admin.AdministeredBroker.NOTHING;
import static dev.leveret.server.admin.AdministeredBroker.limit;
import static dev.leveret.server.admin.AdministeredBroker.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.RawClient;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHostPolicies;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings have for virtual hosts that are made while the broker runs. */
class NewVirtualHostsTest {

    private AdministeredBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = new AdministeredBroker(data,
                "default_limits.vhosts.1.pattern", "^qa",
                "default_limits.vhosts.1.max_queues", "1",
                "default_limits.vhosts.1.max_connections", "10",
                "default_limits.vhosts.2.pattern", "^qa-2",
                "default_limits.vhosts.2.max_queues", "2",
                "default_policies.operator.short.vhost_pattern", "^qa",
                "default_policies.operator.short.queue_pattern", "^t",
                "default_policies.operator.short.apply_to", "queues",
                "default_policies.operator.short.max_length", "1",
                "default_policies.operator.brief.message_ttl", "1m",
                "default_users.tester.password", "pw",
                "default_users.tester.vhost_pattern", "^qa",
                "default_users.tester.configure", "^t");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void firstLimitsThatFitAreInForce() {
        broker.hosts().add("qa-2", NOTHING, BY).join();
        assertEquals(FieldTable.builder().put("max-connections", 10).put("max-queues", 1).build(), limits("qa-2"));
        assertEquals(FieldTable.EMPTY, limits("warren"));

        // and clients meet them
        broker.grant("clerk", "qa-2");
        try (RawClient client = broker.clerk("qa-2")) {
            client.send(1, queue("a", false));
            client.expect(1, QueueMethod.DeclareOk.class);
            client.send(1, queue("b", false));
            client.expectChannelClose(1, 406,
                    "PRECONDITION_FAILED - cannot declare queue 'b': queue limit in vhost 'qa-2' (1) is reached",
                    QueueMethod.Declare.ID);
        }
    }

    @Test
    void limitsThatAreChangedStayChangedAcrossRestarts() {
        broker.hosts().add("qa", NOTHING, BY).join();
        broker.hosts().setLimits("qa", limit("max-queues", 7), BY).join();
        broker.restart();
        assertEquals(limit("max-queues", 7), limits("qa"));
    }

    @Test
    void operatorPoliciesThatFitAreSet() {
        broker.hosts().add("qa", NOTHING, BY).join();
        assertEquals(List.of("brief", "short"), policies("qa"));
        assertEquals(List.of("brief"), policies("/"), "the first one is new as well");

        // and clients meet them
        try (RawClient tester = RawClient.opened(broker.broker().port(), "tester", "pw", "qa")) {
            tester.send(1, queue("t", false));
            tester.expect(1, QueueMethod.DeclareOk.class);
        }
        QueueRef queue = broker.broker().broker().virtualHosts().find("qa").queues().find("t");
        assertEquals(FieldTable.of("message-ttl", new FieldValue.Int64(60_000)), queue.policy().definition(),
                "of one priority the first by its name is in force");
    }

    @Test
    void operatorPoliciesThatAreChangedOrClearedStaySoAcrossRestarts() {
        broker.hosts().add("qa", NOTHING, BY).join();
        VirtualHostPolicies policies = broker.broker().broker().virtualHosts().find("qa").policies();
        var other = new Policy(PolicyKind.OPERATOR, "short", ".*", ApplyTo.ALL, 0, limit("max-length", 7));
        policies.set(other).join();
        policies.clear(PolicyKind.OPERATOR, "brief").join();
        broker.restart();
        assertEquals(List.of(other), broker.broker().broker().virtualHosts().find("qa").policies().list(PolicyKind.OPERATOR));
    }

    @Test
    void usersOfNewVirtualHostsMayUseThem() {
        broker.hosts().add("qa", NOTHING, BY).join();
        try (RawClient tester = RawClient.opened(broker.broker().port(), "tester", "pw", "qa")) {
            tester.send(1, queue("t1", false));
            tester.expect(1, QueueMethod.DeclareOk.class);
        }

        // and no others
        try (RawClient tester = broker.opening("tester", "warren")) {
            tester.expectConnectionClose(
                    530, "NOT_ALLOWED - access to vhost 'warren' refused for user 'tester'", ConnectionMethod.Open.ID);
        }
    }

    @Test
    void userWhoIsThereKeepsHisPassword() {
        broker.hosts().add("qa", NOTHING, BY).join();
        broker.users().changePassword("tester", AdministeredBroker.bytes("other"), BY).join();
        broker.hosts().add("qa-3", NOTHING, BY).join();
        RawClient.opened(broker.broker().port(), "tester", "other", "qa-3").close();
    }

    private List<String> policies(String vhost) {
        return broker.broker().broker().virtualHosts().find(vhost).policies().list(PolicyKind.OPERATOR).stream()
                .map(Policy::name)
                .toList();
    }

    private FieldTable limits(String vhost) {
        return broker.broker().broker().virtualHosts().find(vhost).limits().table();
    }
}
