package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.admin.AdminException;
import dev.leveret.server.admin.VirtualHostChanges;
import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of all virtual hosts together, in the words of RabbitMQ 4. */
class BrokerLimitsTest {

    private static final int VHOSTS_MAX = 5;
    private static final VirtualHostChanges.About ABOUT = new VirtualHostChanges.About("", List.of(), "");
    private static final String TOO_MANY_VHOSTS = "cannot create vhost 'c': vhost limit of 2 is reached";

    @Test
    void virtualHostsAreNoMoreThanMayBe(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "vhost_max", "2")) {
            broker.printed("add_vhost", "b");
            broker.printed("add_vhost", "b"); // it is there
            assertEquals(
                    new Ended(64, "Adding vhost \"c\" ...", "Error:\n" + TOO_MANY_VHOSTS), broker.run("add_vhost", "c"));
            Ended imported = broker.run(
                    Tool.RABBITMQCTL, "{\"vhosts\":[{\"name\":\"b\"},{\"name\":\"c\"}]}", "-q", "import_definitions");
            assertEquals(65, imported.exitCode());
            assertTrue(imported.error().endsWith("vhost 'c': vhost limit of 2 is reached; raise vhost_max, or leave it out"), imported.error());

            broker.printed("delete_vhost", "b");
            broker.printed("add_vhost", "c");
        }
    }

    @Test
    void virtualHostsThatAreAddedAtOnceAreNoMoreThanMayBe(@TempDir Path data) throws InterruptedException {
        try (CommandedBroker broker = new CommandedBroker(data, "vhost_max", String.valueOf(VHOSTS_MAX))) {
            VirtualHostChanges hosts = broker.broker().broker().administration().virtualHosts();
            List<Thread> threads = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                threads.add(Thread.ofPlatform().start(() -> addUntilRefused(hosts, name)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(VHOSTS_MAX, broker.printed("-s", "list_vhosts").lines().count());
        }
    }

    private static void addUntilRefused(VirtualHostChanges hosts, String name) {
        assertThrows(AdminException.class, () -> {
            for (int i = 0; i < VHOSTS_MAX; i++) {
                hosts.add(name + i, ABOUT, "operator").join();
            }
        });
    }

    @Test
    void brokerThatMayHaveNoVirtualHostDoesNotStart(@TempDir Path data) {
        Throwable e = assertThrows(Throwable.class, () -> new CommandedBroker(data, "vhost_max", "0"));
        assertTrue(e.toString().contains("cannot create vhost '/': vhost limit of 0 is reached"), e.toString());
    }

    @Test
    void queuesOfAllVirtualHostsTogetherAreNoMoreThanMayBe(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "cluster_queue_limit", "2")) {
            addVhost(broker, "b");
            int port = broker.broker().port();
            try (RawClient first = RawClient.opened(port, "guest", "guest", "/");
                    RawClient second = RawClient.opened(port, "guest", "guest", "b")) {
                declare(first, "q");
                declare(second, "q");
                declare(second, "q"); // it is there
                second.send(1, queue("r"));
                second.expectChannelClose(1, 406,
                        "PRECONDITION_FAILED - cannot declare queue 'r': queue limit in cluster (2) is reached",
                        QueueMethod.Declare.ID);

                // those that are gone make room
                first.send(1, new QueueMethod.Delete("q", false, false, false));
                first.expect(1, QueueMethod.DeleteOk.class);
                declare(first, "r");
            }
        }
    }

    @Test
    void limitOfAVirtualHostComesFirst(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "cluster_queue_limit", "1")) {
            broker.printed("set_vhost_limits", "{\"max-queues\":1}");
            try (RawClient client = RawClient.opened(broker.broker().port(), "guest", "guest", "/")) {
                declare(client, "q");
                client.send(1, queue("r"));
                client.expectChannelClose(1, 406,
                        "PRECONDITION_FAILED - cannot declare queue 'r': queue limit in vhost '/' (1) is reached",
                        QueueMethod.Declare.ID);
            }
        }
    }

    @Test
    void definitionsDoNotPassOverTheLimitOfQueues(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "cluster_queue_limit", "1")) {
            Ended imported = broker.run(Tool.RABBITMQCTL,
                    "{\"queues\":[{\"name\":\"q\",\"vhost\":\"/\",\"durable\":true},{\"name\":\"r\",\"vhost\":\"/\",\"durable\":true}]}",
                    "-q", "import_definitions");
            assertEquals(65, imported.exitCode());
            assertTrue(imported.error().endsWith("queue limit in cluster (1) is reached; raise cluster_queue_limit, or leave it out"),
                    imported.error());
            assertEquals(0, broker.printed("-s", "list_queues", "name").lines().count());
        }
    }

    @Test
    void exchangesAreNoMoreThanMayBeAndPredeclaredOnesCount(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "cluster_exchange_limit", "9")) {
            long there = broker.printed("-s", "list_exchanges", "type").lines().count();
            assertEquals(8, there, "seven, and that of events");
            try (RawClient client = RawClient.opened(broker.broker().port(), "guest", "guest", "/")) {
                client.send(1, exchange("x"));
                client.expect(1, ExchangeMethod.DeclareOk.class);
                client.send(1, exchange("x")); // it is there
                client.expect(1, ExchangeMethod.DeclareOk.class);
                client.send(1, exchange("y"));
                client.expectChannelClose(1, 406,
                        "PRECONDITION_FAILED - cannot declare exchange 'y' in vhost '/': exchange limit of 9 is reached",
                        ExchangeMethod.Declare.ID);
                client.send(1, new ChannelMethod.CloseOk());

                // a virtual host has its own all the same
                addVhost(broker, "b");
                assertEquals(7, broker.printed("-s", "list_exchanges", "-p", "b", "type").lines().count());
            }
        }
    }

    /** The order of 3.10.8 for queues, and of 4.x for exchanges. */
    @Test
    void reservedNameIsRefusedAsSuchThoughThereIsNoRoomEither(@TempDir Path data) {
        try (CommandedBroker broker = new CommandedBroker(data, "cluster_exchange_limit", "1", "cluster_queue_limit", "1")) {
            broker.printed("set_vhost_limits", "{\"max-queues\":0}");
            try (RawClient client = RawClient.opened(broker.broker().port(), "guest", "guest", "/")) {
                refusesReserved(client, exchange("amq.x"), ExchangeMethod.Declare.ID, "exchange");
                refusesReserved(client, queue("amq.x"), QueueMethod.Declare.ID, "queue");
                client.send(1, exchange(""));
                client.expectChannelClose(1, 403, "ACCESS_REFUSED - operation not permitted on the default exchange",
                        ExchangeMethod.Declare.ID);
            }
        }
    }

    private static void refusesReserved(RawClient client, Method method, int id, String noun) {
        client.send(1, method);
        client.expectChannelClose(
                1, 403, "ACCESS_REFUSED - " + noun + " name 'amq.x' contains reserved prefix 'amq.*'", id);
        client.send(1, new ChannelMethod.CloseOk());
        client.openChannel(1);
    }

    private static void addVhost(CommandedBroker broker, String name) {
        broker.printed("add_vhost", name);
        broker.printed("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
    }

    private static void declare(RawClient client, String name) {
        client.send(1, queue(name));
        client.expect(1, QueueMethod.DeclareOk.class);
    }

    private static QueueMethod.Declare queue(String name) {
        return new QueueMethod.Declare(name, false, false, false, false, false, FieldTable.EMPTY);
    }

    private static ExchangeMethod.Declare exchange(String name) {
        return new ExchangeMethod.Declare(name, "direct", false, false, false, false, false, FieldTable.EMPTY);
    }
}
