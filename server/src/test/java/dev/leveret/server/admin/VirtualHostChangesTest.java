package dev.leveret.server.admin;

import static dev.leveret.server.admin.AdministeredBroker.BY;
import static dev.leveret.server.admin.AdministeredBroker.NOTHING;
import static dev.leveret.server.admin.AdministeredBroker.limit;
import static dev.leveret.server.admin.AdministeredBroker.queue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.admin.AdminException.Reason;
import dev.leveret.server.admin.VirtualHostChanges.About;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.VirtualHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual hosts that come, are limited, and go with all they hold. The texts are RabbitMQ's. */
class VirtualHostChangesTest {

    private AdministeredBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = new AdministeredBroker(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** A queue with a message, exchanges, bindings and a policy, all durable. */
    private void fill(RawClient client) {
        client.send(1, queue("orders", true));
        client.expect(1, QueueMethod.DeclareOk.class);
        client.send(1, new ExchangeMethod.Declare("tills", "fanout", false, true, false, false, false, FieldTable.EMPTY));
        client.expect(1, ExchangeMethod.DeclareOk.class);
        client.send(1, new ExchangeMethod.Bind("tills", "amq.direct", "k", false, FieldTable.EMPTY));
        client.expect(1, ExchangeMethod.BindOk.class);
        client.send(1, new ExchangeMethod.Bind("amq.fanout", "amq.topic", "k", false, FieldTable.EMPTY));
        client.expect(1, ExchangeMethod.BindOk.class);
        client.send(1, new QueueMethod.Bind("orders", "tills", "", false, FieldTable.EMPTY));
        client.expect(1, QueueMethod.BindOk.class);
        client.send(1, new ConfirmMethod.Select(false));
        client.expect(1, ConfirmMethod.SelectOk.class);
        var properties = BasicProperties.builder().deliveryMode(2).build();
        Message message = Message.of(Address.of("tills", ""), ContentHeader.of(properties), new byte[1], 0);
        client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
        client.expect(1, BasicMethod.Ack.class);
        warren().policies().set(new Policy(
                PolicyKind.USER, "p", "^x", ApplyTo.require("queues"), 0, FieldTable.builder().put("max-length", 1).build())).join();
    }

    private VirtualHost warren() {
        return broker.broker().broker().virtualHosts().find("warren");
    }

    private void expectEmptyWhenMadeAgain() {
        broker.hosts().add("warren", NOTHING, BY).join();
        broker.restart();
        assertEquals(List.of(), warren().bindings());
        assertEquals(List.of(), warren().policies().list(PolicyKind.USER));
        assertNull(warren().topology().exchange("tills"));
        assertTrue(warren().topology().queues().isEmpty());
    }

    @Test
    void connectionsOfADeletedVirtualHostAreClosedAndAllItHeldIsGone() {
        // given a client of it, and one of another
        try (RawClient client = broker.clerk("warren"); RawClient other = broker.clerk("/")) {
            fill(client);

            // when
            broker.hosts().delete("warren", BY).join();

            // then
            client.expectConnectionClose(320, "CONNECTION_FORCED - vhost 'warren' is deleted", 0);
            other.roundTrip(1);
        }
        try (RawClient late = broker.opening("clerk", "warren")) {
            late.expectConnectionClose(530, "NOT_ALLOWED - vhost warren not found", ConnectionMethod.Open.ID);
        }
        broker.restart();
        assertNull(warren());
        expectEmptyWhenMadeAgain();
        try (RawClient late = broker.opening("clerk", "warren")) {
            late.expectConnectionClose(
                    530, "NOT_ALLOWED - access to vhost 'warren' refused for user 'clerk'", ConnectionMethod.Open.ID);
        }
    }

    @Test
    void deletionThatWasInterruptedIsFinishedByTheNextStart() {
        try (RawClient client = broker.clerk("warren")) {
            fill(client);
        }
        // given that the broker ends when the deletion has only begun
        broker.broker().broker().virtualHosts()
                .beginDeletion("warren", () -> new Change(List.of(), List.of(), () -> {}))
                .orElseThrow().begun().join();

        // when
        broker.restart();

        // then
        assertNull(warren());
        assertFalse(broker.broker().broker().virtualHosts().isBeingDeleted("warren"));
        expectEmptyWhenMadeAgain();
    }

    @Test
    void limitOfConnectionsCountsThoseThatAreOpen() {
        broker.hosts().setLimits("warren", limit("max-connections", 1), BY).join();
        try (RawClient first = broker.clerk("warren"); RawClient second = broker.opening("clerk", "warren")) {
            second.expectConnectionClose(530, "NOT_ALLOWED - access to vhost 'warren' refused for user 'clerk': connection limit"
                    + " (1) is reached", ConnectionMethod.Open.ID);
            broker.clerk("/").close();
            first.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            first.expect(0, ConnectionMethod.CloseOk.class);
        }
        broker.clerk("warren").close();
    }

    @Test
    void limitOfQueuesIsForNewOnes() {
        broker.hosts().setLimits("warren", limit("max-queues", 1), BY).join();
        broker.restart();
        try (RawClient client = broker.clerk("warren")) {
            client.send(1, queue("a", false));
            client.expect(1, QueueMethod.DeclareOk.class);
            client.send(1, queue("a", false));
            client.expect(1, QueueMethod.DeclareOk.class);
            client.send(1, queue("b", false));
            client.expectChannelClose(1, 406, "PRECONDITION_FAILED - cannot declare queue 'b': queue limit in vhost 'warren' (1) is"
                    + " reached", QueueMethod.Declare.ID);
        }
        broker.hosts().clearLimits("warren", BY).join();
        try (RawClient client = broker.clerk("warren")) {
            client.send(1, queue("b", false));
            client.expect(1, QueueMethod.DeclareOk.class);
        }
    }

    @Test
    void defaultTypeIsForDurableQueuesThatNameNone() {
        broker.hosts().describe("warren", new About("", List.of(), "quorum")).join();
        try (RawClient client = broker.clerk("warren")) {
            client.send(1, queue("durable", true));
            client.expect(1, QueueMethod.DeclareOk.class);
            client.send(1, queue("transient", false));
            client.expect(1, QueueMethod.DeclareOk.class);
            assertTrue(warren().queues().find("durable").isQuorum());
            assertFalse(warren().queues().find("transient").isQuorum());
        }
    }

    @Test
    void itsDefaultTypeGoesBeforeThatOfTheBroker(@TempDir Path data) {
        // given a broker whose queues are quorum queues, and a virtual host whose queues are classic
        try (AdministeredBroker other = new AdministeredBroker(data, "default_queue_type", "quorum")) {
            other.hosts().describe("warren", new About("", List.of(), "classic")).join();

            // when queues are declared that name no type
            assertFalse(isQuorum(other, "warren"));
            assertTrue(isQuorum(other, "/"));

            // then one that is there stays as it is, and so does its declaration
            other.hosts().describe("warren", NOTHING).join();
            assertFalse(isQuorum(other, "warren"));
        }
    }

    private static boolean isQuorum(AdministeredBroker broker, String vhost) {
        try (RawClient client = broker.clerk(vhost)) {
            client.send(1, queue("orders", true));
            client.expect(1, QueueMethod.DeclareOk.class);
            return broker.broker().broker().virtualHosts().find(vhost).queues().find("orders").isQuorum();
        }
    }

    @Test
    void whatIsNotedIsThereAfterARestartAndAddingAgainChangesNothing() {
        broker.hosts().describe("warren", new About("of rabbits", List.of("a", "b"), "")).join();
        broker.hosts().add("warren", NOTHING, BY).join();
        broker.restart();
        FieldTable noted = broker.broker().broker().virtualHosts().definition("warren").metadata();
        assertEquals(new About("of rabbits", List.of("a", "b"), "").table(), noted);
    }

    @Test
    void whatCannotBeIsTold() {
        AdminException missing = assertThrows(AdminException.class, () -> broker.hosts().delete("nowhere", BY));
        assertEquals("Virtual host 'nowhere' does not exist", missing.getMessage());
        assertEquals(Reason.NO_SUCH_VHOST, missing.reason());
        AdminException limit = assertThrows(
                AdminException.class, () -> broker.hosts().setLimits("warren", limit("max-channels", 1), BY));
        assertEquals("Unrecognised terms [{<<\"max-channels\">>,1}] in limits", limit.getMessage());
        AdminException type = assertThrows(
                AdminException.class, () -> broker.hosts().describe("warren", new About("", List.of(), "heap")));
        assertEquals("Unsupported default queue type: heap", type.getMessage());
    }
}
