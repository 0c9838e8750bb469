package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.RawClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues, exchanges, bindings, consumers, connections and channels as RabbitMQ 3.10.8 lists them, and what is done to them. */
class QueueCommandsTest {

    @AutoClose
    private static CommandedBroker broker;

    private RawClient client;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @BeforeEach
    void connect() {
        client = RawClient.opened(broker.broker().port()).openChannel(1);
    }

    @AfterEach
    void disconnect() {
        client.close();
        broker.printed("delete_queue", "q1", "-s");
    }

    private void declare() {
        FieldTable arguments = FieldTable.builder().put("x-max-length", new FieldValue.Int32(5)).build();
        client.send(1, new QueueMethod.Declare("q1", false, true, false, false, false, arguments));
        client.expect(1, QueueMethod.DeclareOk.class);
    }

    private void consume() {
        client.send(1, new BasicMethod.Qos(0, 7, false));
        client.expect(1, BasicMethod.QosOk.class);
        client.send(1, new BasicMethod.Consume("q1", "ct", false, false, false, false, FieldTable.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
    }

    @Test
    void queuesAreListed() {
        declare();
        assertEquals("""
                Timeout: 60.0 seconds ...
                Listing queues for vhost / ...
                name\tmessages
                q1\t0""", broker.printed("list_queues"));
        assertEquals("q1\ttrue\tfalse\t[{\"x-max-length\",5}]\t\tfalse\t0\t0\t0\t0\trunning\tclassic",
                broker.printed("list_queues", "-s", "name", "durable", "auto_delete", "arguments", "policy", "exclusive", "messages_ready",
                        "messages_unacknowledged", "messages", "consumers", "state", "type"));
        assertEquals("[\n{\"name\":\"q1\",\"arguments\":[[\"x-max-length\",\"signedint\",5]]}\n]",
                broker.printed("list_queues", "name,arguments", "--formatter", "json"));
        assertEquals(64, broker.run("list_queues", "nope").exitCode());
        assertEquals(65, broker.run("list_queues", "-p", "nope").exitCode());
    }

    @Test
    void consumersAreListed() {
        declare();
        consume();
        assertEquals("q1\t1", broker.printed("list_queues", "-s", "name", "consumers"));
        List<String> lines = broker.printed("list_consumers").lines().toList();
        assertEquals("Listing consumers in vhost / ...", lines.get(0));
        assertEquals("queue_name\tchannel_pid\tconsumer_tag\tack_required\tprefetch_count\tactive\targuments", lines.get(1));
        String channel = broker.printed("list_channels", "pid", "-s");
        assertEquals("q1\t" + channel + "\tct\ttrue\t7\ttrue\t[]", lines.get(2));
        assertEquals("1\t0\t7\tfalse",
                broker.printed("list_channels", "-s", "consumer_count", "messages_unacknowledged", "prefetch_count", "confirm"));
    }

    @Test
    void exchangesAndBindingsAreListed() {
        declare();
        client.send(1, new QueueMethod.Bind("q1", "amq.direct", "k", false, FieldTable.builder().put("a", "b").build()));
        client.expect(1, QueueMethod.BindOk.class);
        assertEquals("""
                Listing bindings for vhost /...
                source_name\tsource_kind\tdestination_name\tdestination_kind\trouting_key\targuments
                \texchange\tq1\tqueue\tq1\t[]
                amq.direct\texchange\tq1\tqueue\tk\t[{"a","b"}]""", broker.printed("list_bindings"));
        String exchanges = broker.printed("list_exchanges");
        assertTrue(exchanges.startsWith("Listing exchanges for vhost / ...\nname\ttype\n\tdirect\namq.direct\tdirect\n"), exchanges);
    }

    @Test
    void queueIsDeletedOnlyIfItMayBe() {
        declare();
        consume();
        assertEquals(
                new Ended(64, "Deleting queue 'q1' on vhost '/' if queue is unused ...", "Error:\nQueue is in use"),
                broker.run("delete_queue", "q1", "--if-unused"));
        assertEquals("Purging queue 'q1' in vhost '/' ...", broker.printed("purge_queue", "q1"));
        assertEquals("Deleting queue 'q1' on vhost '/' ...\nQueue was successfully deleted with 0 ready messages",
                broker.printed("delete_queue", "q1"));
        assertEquals(new Ended(64, "", "Error:\nQueue not found"), broker.run("delete_queue", "q1", "-q"));
        assertEquals(new Ended(69, "", "Error:\nnot_found"), broker.run("purge_queue", "q1", "-q"));
        client.expect(1, BasicMethod.Cancel.class);
        declare();
    }

    @Test
    void connectionIsListedAndClosed() {
        declare();
        assertEquals("guest\t/\trunning\t1\t131072",
                broker.printed("list_connections", "-s", "user", "vhost", "state", "channels", "frame_max"));
        String pid = broker.printed("list_connections", "-s", "pid");
        assertEquals("Closing connection " + pid + ", reason: because...", broker.printed("close_connection", pid, "because"));
        client.expectConnectionClose(320, "CONNECTION_FORCED - because", 0);
    }

    @Test
    void connectionThatIsNoneIsRefusedAndOneThatIsGoneIsNot() {
        declare();
        assertEquals("", broker.printed("-q", "close_connection", "<node@here.1.2.3>", "because"));
        for (String which : List.of("<nope>", "nope", "<0.1.0>", "<node@here.1.2.3", "127.0.0.1:1 -> 127.0.0.1:2")) {
            assertEquals(new Ended(69, "", "Error:\nError:\n{:invalid_pid_syntax, \"" + which + "\"}"),
                    broker.run("-q", "close_connection", which, "because"));
        }
    }

    @Test
    void allConnectionsOfAVirtualHostAreClosed() {
        declare();
        assertEquals("Closed 0 connections", broker.printed("close_all_connections", "-q", "-p", "other", "because"));
        assertEquals("Closed 1 connections", broker.printed("close_all_connections", "-q", "because"));
        client.expectConnectionClose(320, "CONNECTION_FORCED - because", 0);
    }
}
