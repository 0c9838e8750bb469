package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.config.ListColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns that operators' scripts ask for, as 3.10.8 has them. */
class ListColumnsTest {

    private static final List<String> VERBS = List.of(
            "list_queues", "list_connections", "list_channels", "list_exchanges", "list_bindings", "list_consumers");

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
        client.send(1, new QueueMethod.Declare("q1", false, true, false, false, false, FieldTable.EMPTY));
        client.expect(1, QueueMethod.DeclareOk.class);
    }

    @AfterEach
    void disconnect() {
        client.close();
        broker.printed("delete_queue", "q1", "-s");
    }

    private void publish(BasicProperties properties, byte[] body) {
        Message message = Message.of(Address.of("", "q1"), ContentHeader.of(properties), body, 0);
        client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
    }

    @Test
    void everyColumnOfTheHelpIsServed() {
        for (String verb : VERBS) {
            List<String> columns = ListColumns.of(verb);
            assertTrue(broker.printed("help", verb).endsWith("\n\n<column>\n\tmust be one of " + String.join(", ", columns)), verb);
            String[] words = Stream.concat(Stream.of(verb, "-q"), columns.stream()).toArray(String[]::new);
            List<String> lines = broker.printed(words).lines().toList();
            assertEquals(verb.equals("list_consumers") ? List.of() : List.of(String.join("\t", columns)),
                    lines.stream().limit(1).toList());
        }
    }

    @Test
    void whatNobodyCountsIsRefused() {
        for (String verb : VERBS) {
            for (String column : ListColumns.notCounted(verb)) {
                Ended refused = broker.run(verb, "name", column, "nope");
                assertEquals(new Ended(64, "", refused.error()), refused);
                assertTrue(refused.error().startsWith("Error (argument validation): Info key(s) " + column
                        + ",nope are not supported. Leveret does not count " + column + "\nArguments given:\n"), refused::error);
            }
        }
    }

    @Test
    void queueTellsWhatItHolds() {
        // given five messages of ten bytes, two of which somebody has
        client.send(1, new BasicMethod.Qos(0, 2, false));
        client.expect(1, BasicMethod.QosOk.class);
        for (int i = 0; i < 5; i++) {
            publish(BasicProperties.builder().timestamp(1_700_000_000L + i).build(), new byte[10]);
        }
        client.send(1, new BasicMethod.Consume("q1", "ct", false, false, true, false, FieldTable.EMPTY));
        client.expect(1, BasicMethod.ConsumeOk.class);
        client.expect(1, BasicMethod.Deliver.class);
        client.expect(1, BasicMethod.Deliver.class);

        // then that is what the list says
        assertEquals("3\t2\t5\t3\t2\t5\t30\t1700000002\tct", broker.printed("list_queues", "-s",
                "messages_ready", "messages_unacknowledged", "messages", "messages_ready_ram", "messages_unacknowledged_ram",
                "messages_ram", "message_bytes_ready", "head_message_timestamp", "exclusive_consumer_tag"));
        assertEquals(broker.printed("list_channels", "-s", "pid"),
                broker.printed("list_queues", "-s", "exclusive_consumer_pid"));
        long ready = 30;
        long unacked = Long.parseLong(broker.printed("list_queues", "-s", "message_bytes_unacknowledged"));
        assertTrue(unacked >= 20, () -> "bodies of 20 bytes, and " + unacked);
        assertEquals(Long.toString(ready + unacked), broker.printed("list_queues", "-s", "message_bytes"));
    }

    @Test
    void emptyQueueHasNoTimestamp() {
        assertEquals("\t0", broker.printed("list_queues", "-s", "head_message_timestamp", "message_bytes"));
    }

    @Test
    void channelTellsWhatIsNotOver() {
        client.send(1, new BasicMethod.Qos(0, 7, true));
        client.expect(1, BasicMethod.QosOk.class);
        client.send(1, new TxMethod.Select());
        client.expect(1, TxMethod.SelectOk.class);
        publish(BasicProperties.builder().build(), new byte[1]);
        client.openChannel(2);
        client.send(2, new ConfirmMethod.Select(false));
        client.expect(2, ConfirmMethod.SelectOk.class);
        assertEquals("true\tfalse\t1\t0\t0\t7\t0\nfalse\ttrue\t0\t0\t0\t0\t0",
                broker.printed("list_channels", "-s", "transactional", "confirm", "messages_uncommitted", "acks_uncommitted",
                        "messages_unconfirmed", "global_prefetch_count", "prefetch_count"));
    }

    @Test
    void connectionTellsOfItsSocket() {
        assertEquals("false\t\t\t\t\t\t\t\t0\tPLAIN", broker.printed("list_connections", "-s", "ssl", "ssl_protocol",
                "ssl_key_exchange", "ssl_cipher", "ssl_hash", "peer_cert_subject", "peer_cert_issuer", "peer_cert_validity",
                "send_pend", "auth_mechanism"));
        assertTrue(Long.parseLong(broker.printed("list_connections", "-s", "send_oct")) > 0);
    }

    private List<Long> traffic() {
        return Stream.of(broker.printed("list_connections", "-s", "recv_oct", "recv_cnt", "send_oct", "send_cnt").split("\t"))
                .map(Long::valueOf)
                .toList();
    }

    @Test
    void connectionTellsWhatWentOverIt() {
        List<Long> before = traffic();

        // when there is one method each way
        client.send(1, new BasicMethod.Qos(0, 1, false));
        client.expect(1, BasicMethod.QosOk.class);

        // then that is what is added: a frame is 8 bytes, a method's number 4, and the arguments are 7
        List<Long> after = traffic();
        assertEquals(List.of(19L, 1L, 12L, 1L),
                IntStream.range(0, 4).mapToObj(i -> after.get(i) - before.get(i)).toList());
    }
}
