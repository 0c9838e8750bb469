package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RabbitMQ 4 has deprecated and is here, by its verbs. */
class DeprecatedFeaturesTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    private static String used() {
        return broker.printed("-s", "list_deprecated_features", "--used", "name");
    }

    private static QueueMethod.Declare queue(String name, boolean durable, boolean exclusive) {
        return new QueueMethod.Declare(name, false, durable, exclusive, false, false, FieldTable.EMPTY);
    }

    @Test
    void theyAreListed() {
        assertEquals("""
                Listing deprecated features ...
                name\tdeprecation_phase
                global_qos\tpermitted_by_default
                transient_nonexcl_queues\tpermitted_by_default""", broker.printed("list_deprecated_features"));
        assertEquals("""
                [
                {"name":"global_qos","provided_by":"rabbit"}
                ,{"name":"transient_nonexcl_queues","provided_by":"rabbit"}
                ]""", broker.printed("-q", "list_deprecated_features", "name", "provided_by", "--formatter", "json"));
        Ended refused = broker.run("list_deprecated_features", "nope");
        assertEquals(64, refused.exitCode());
        assertTrue(refused.error().contains("Info key(s) nope are not supported"), refused.error());
    }

    @Test
    void oneThatIsInUseIsFound() {
        String fine = "Checking if any deprecated features are used ...\nCluster reported no deprecated features in use";
        assertEquals("Listing deprecated features in use ...", broker.printed("list_deprecated_features", "--used"));
        assertEquals(fine, broker.printed("check_if_any_deprecated_features_are_used"));
        try (RawClient client = RawClient.opened(broker.broker().port()).openChannel(1)) {
            // given queues that are fine, and a prefetch of each consumer
            for (QueueMethod.Declare each : new QueueMethod.Declare[] {queue("durable", true, false), queue("own", false, true)}) {
                client.send(1, each);
                client.expect(1, QueueMethod.DeclareOk.class);
            }
            qos(client, false);
            assertEquals("", used());

            // when there is one of all, and a queue that is neither
            qos(client, true);
            assertEquals("global_qos", used());
            client.send(1, queue("passing", false, false));
            client.expect(1, QueueMethod.DeclareOk.class);

            // then
            assertEquals("global_qos\ntransient_nonexcl_queues", used());
            assertEquals(
                    new Ended(69, "", "Cluster reported deprecated features in use: global_qos, transient_nonexcl_queues"),
                    broker.run("-q", "check_if_any_deprecated_features_are_used"));
        }
        broker.printed("delete_queue", "passing");
    }

    private static void qos(RawClient client, boolean global) {
        client.send(1, new BasicMethod.Qos(0, 5, global));
        client.expect(1, BasicMethod.QosOk.class);
    }
}
