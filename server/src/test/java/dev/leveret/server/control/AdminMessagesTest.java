package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.alarm.Resource;
import dev.leveret.server.config.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rabbitmqadmin's publish and get, and its configuration file. */
class AdminMessagesTest {

    @TempDir
    private Path data;

    private CommandedBroker broker;

    @BeforeEach
    void start() {
        broker = new CommandedBroker(data);
        printed("declare", "queue", "name=q");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Ended run(String... words) {
        return broker.run(Tool.ADMIN, "of standard input\n", words);
    }

    private String printed(String... words) {
        Ended ended = run(words);
        assertEquals(new Ended(0, ended.printed(), ""), ended);
        return ended.printed();
    }

    private void fails(String error, String... words) {
        assertEquals(new Ended(1, "", error), run(words));
    }

    private String ready(String queue) {
        return broker.printed("list_queues", "-s", "name", "messages").lines()
                .filter(line -> line.startsWith(queue + "\t")).findFirst().orElseThrow().split("\t")[1];
    }

    @Test
    void publishedMessageIsShownAndStays() {
        assertEquals("Message published", printed("publish", "routing_key=q", "payload=hello"));
        String table = """
                +-------------+----------+---------------+---------+---------------+------------------+-------------+
                | routing_key | exchange | message_count | payload | payload_bytes | payload_encoding | redelivered |
                +-------------+----------+---------------+---------+---------------+------------------+-------------+
                | q           |          | 0             | hello   | 5             | string           | %-11s |
                +-------------+----------+---------------+---------+---------------+------------------+-------------+""";
        assertEquals(table.formatted("False"), printed("get", "queue=q"));
        assertEquals(table.formatted("True"), printed("get", "queue=q", "ackmode=reject_requeue_true"));
        assertEquals("1", ready("q"));
    }

    @Test
    void whatGoesNowhereSaysSo() {
        assertEquals("Message published but NOT routed", printed("publish", "routing_key=none", "payload=x"));
        fails("*** no exchange 'none' in vhost '/'", "publish", "exchange=none", "routing_key=q", "payload=x");
        fails("*** Virtual host 'none' does not exist", "-V", "none", "publish", "routing_key=q", "payload=x");
        fails("*** invalid expiration 'soon': no_integer",
                "publish", "routing_key=q", "payload=x", "properties={\"expiration\":\"soon\"}");
    }

    @Test
    void exchangesAndPropertiesHaveTheirSay() {
        printed("declare", "exchange", "name=by-header", "type=headers");
        printed("declare", "binding", "source=by-header", "destination=q", "arguments={\"colour\":\"red\"}");
        String properties = "{\"delivery_mode\":2,\"headers\":{\"colour\":\"red\"},\"content_type\":\"text/plain\"}";
        assertEquals("Message published but NOT routed", printed("publish", "exchange=by-header", "routing_key=", "payload=x"));
        assertEquals("Message published",
                printed("publish", "exchange=by-header", "routing_key=", "payload=x", "properties=" + properties));
        assertEquals("[{\"payload_bytes\":1,\"redelivered\":false,\"exchange\":\"by-header\",\"routing_key\":\"\","
                        + "\"message_count\":0,\"properties\":{\"content_type\":\"text/plain\",\"headers\":{\"colour\":\"red\"},"
                        + "\"delivery_mode\":2},\"payload\":\"x\",\"payload_encoding\":\"string\"}]",
                printed("-f", "raw_json", "get", "queue=q"));
        fails("*** property priority is a number from 0 to 255",
                "publish", "routing_key=q", "payload=x", "properties={\"priority\":256}");
    }

    @Test
    void severalAreTakenInOrderAndMayBeGoneForGood() {
        for (String payload : new String[] {"a", "b", "c"}) {
            printed("-q", "publish", "routing_key=q", "payload=" + payload);
        }
        assertEquals("a\t2\nb\t1", taken("get", "queue=q", "count=2"));
        assertEquals("a\t2\nb\t1", taken("get", "queue=q", "count=2", "ackmode=ack_requeue_false"));
        assertEquals("c\t0", taken("get", "queue=q", "count=9", "ackmode=reject_requeue_false"));
        assertEquals("No items", printed("get", "queue=q"));
        assertEquals("0", ready("q"));
    }

    /** Payloads, and how many are ready behind each. */
    private String taken(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-f";
        all[1] = "tsv";
        System.arraycopy(words, 0, all, 2, words.length);
        StringBuilder text = new StringBuilder();
        printed(all).lines().skip(1).map(line -> line.split("\t")).forEach(cells ->
                text.append(text.isEmpty() ? "" : "\n").append(cells[3]).append('\t').append(cells[2]));
        return text.toString();
    }

    @Test
    void rejectedMessageIsDeadLettered() {
        printed("declare", "queue", "name=dead");
        printed("declare", "queue", "name=letters",
                "arguments={\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"dead\"}");
        printed("publish", "routing_key=letters", "payload=x");
        printed("get", "queue=letters", "ackmode=reject_requeue_false");
        assertTrue(printed("-f", "raw_json", "get", "queue=dead").contains("\"reason\":\"rejected\""));
    }

    @Test
    void queueThatRefusesIsHeardOf() {
        printed("declare", "queue", "name=full", "arguments={\"x-max-length\":1,\"x-overflow\":\"reject-publish\"}");
        printed("publish", "routing_key=full", "payload=x");
        Ended refused = run("publish", "routing_key=full", "payload=y");
        assertEquals(1, refused.exitCode());
        assertEquals("1", ready("full"));
        broker.broker().alarms().set(Resource.DISK, true);
        try {
            fails("*** an alarm stands, so that no message is taken", "publish", "routing_key=q", "payload=x");
        } finally {
            broker.broker().alarms().set(Resource.DISK, false);
        }
    }

    @Test
    void persistentMessageIsThereAfterARestart() {
        printed("publish", "routing_key=q", "payload=kept", "properties={\"delivery_mode\":2}");
        broker.close();
        broker = new CommandedBroker(data);
        assertEquals("kept\t0", taken("get", "queue=q"));
    }

    @Test
    void keyThatIsKnownKeepsAMessageOutOfAnExchangeAndOutOfAQueue() {
        // given an exchange and a queue that deduplicate, both durable
        printed("declare", "exchange", "name=once", "type=x-message-deduplication",
                "arguments={\"x-cache-size\":10}");
        printed("declare", "binding", "source=once", "destination=q");
        printed("declare", "queue", "name=unique", "arguments={\"x-message-deduplication\":true}");
        String key = "properties={\"delivery_mode\":2,\"headers\":{\"x-deduplication-header\":\"payment 1\"}}";
        // when the same key comes twice, and once more after a restart
        assertEquals("Message published", printed("publish", "exchange=once", "routing_key=", "payload=a", key));
        assertEquals("Message published but NOT routed",
                printed("publish", "exchange=once", "routing_key=", "payload=b", key));
        printed("publish", "routing_key=unique", "payload=a", key);
        printed("publish", "routing_key=unique", "payload=b", key);
        broker.close();
        broker = new CommandedBroker(data);
        printed("publish", "exchange=once", "routing_key=", "payload=c", key);
        printed("publish", "routing_key=unique", "payload=c", key);
        // then each has the first one
        assertEquals("a\t0", taken("get", "queue=q", "count=9"));
        assertEquals("a\t0", taken("get", "queue=unique", "count=9"));
    }

    @Test
    void messageWaitsInAnExchangeThatDelaysAlsoOverARestart() {
        // given an exchange that delays
        printed("declare", "exchange", "name=later", "type=x-delayed-message", "arguments={\"x-delayed-type\":\"direct\"}");
        printed("declare", "binding", "source=later", "destination=q", "routing_key=k");
        // when something is to come tomorrow, and something now
        String tomorrow = "properties={\"delivery_mode\":2,\"headers\":{\"x-delay\":86400000}}";
        assertEquals("Message published",
                printed("publish", "exchange=later", "routing_key=k", "payload=tomorrow", tomorrow));
        printed("publish", "exchange=later", "routing_key=k", "payload=now", "properties={\"delivery_mode\":2}");
        broker.close();
        broker = new CommandedBroker(data);
        // then the one waits
        String[] later = broker.printed("list_delayed", "-s", "later").split("\t");
        assertArrayEquals(new String[] {"later", "1"}, Arrays.copyOf(later, 2));
        // and the other one does not
        assertEquals("now\t0", taken("get", "queue=q"));
    }

    @Test
    void payloadComesFromStandardInputAndGoesToAFile() throws IOException {
        printed("publish", "routing_key=q");
        Path file = data.resolve("payload");
        assertEquals("routing_key\texchange\tmessage_count\tpayload_bytes\tredelivered\nq\t\t0\t18\tFalse",
                printed("-f", "tsv", "get", "queue=q", "payload_file=" + file));
        assertEquals("of standard input\n", Files.readString(file));
        fails("\nERROR: Cannot get multiple messages using payload_file\n\nrabbitmqadmin --help for help\n",
                "get", "queue=q", "payload_file=" + file, "count=2");
        Ended unwritten = run("get", "queue=q", "ackmode=ack_requeue_false", "payload_file=" + data.resolve("none/payload"));
        assertEquals(1, unwritten.exitCode());
        assertEquals("1", ready("q")); // it was not taken for good
    }

    @Test
    void bodyThatIsNoTextIsBase64() throws IOException {
        printed("publish", "routing_key=q", "payload=/wA=", "payload_encoding=base64");
        assertTrue(printed("-f", "raw_json", "get", "queue=q").endsWith("\"payload\":\"/wA=\",\"payload_encoding\":\"base64\"}]"));
        Path file = data.resolve("payload");
        printed("get", "queue=q", "payload_file=" + file, "ackmode=ack_requeue_false");
        assertArrayEquals(new byte[] {(byte) 0xff, 0}, Files.readAllBytes(file));
        printed("publish", "routing_key=q", "payload=hi");
        assertTrue(printed("-f", "raw_json", "get", "queue=q", "encoding=base64").contains("\"payload\":\"aGk=\""));
        fails("*** the payload is no base64", "publish", "routing_key=q", "payload=%", "payload_encoding=base64");
    }

    @Test
    void wrongUseTakesNothing() {
        String help = "\n\nrabbitmqadmin --help for help\n";
        printed("publish", "routing_key=q", "payload=x");
        fails("\nERROR: mandatory argument \"routing_key\" is required" + help, "publish", "payload=x");
        fails("\nERROR: mandatory argument \"queue\" is required" + help, "get");
        fails("\nERROR: Argument \"colour\" is not recognised" + help, "get", "queue=q", "colour=red");
        fails("*** no queue 'none' in vhost '/'", "get", "queue=none");
        fails("*** count is a number, not many", "get", "queue=q", "count=many");
        fails("*** encoding is auto or base64, not rot13", "get", "queue=q", "encoding=rot13");
        fails("*** ackmode is ack_requeue_true, ack_requeue_false, reject_requeue_true or reject_requeue_false, not maybe",
                "get", "queue=q", "ackmode=maybe");
        assertEquals("x\t0", taken("get", "queue=q"));
    }

    @Test
    void configurationFileHasOptionsForNodes() throws IOException {
        Path file = Files.writeString(data.resolve("admin.conf"), """
                # hosts
                [quiet_one]
                hostname = localhost
                port = 15672
                declare_vhost = other
                verbose = False
                ssl = True
                [wrong]
                password: nope
                """);
        printed("declare", "vhost", "name=other");
        assertEquals("", printed("-c", file.toString(), "-N", "quiet_one", "declare", "queue", "name=there"));
        assertEquals("queue declared", printed("--config=" + file, "declare", "queue", "name=here")); // no section default
        assertEquals("there", printed("-f", "bash", "-V", "other", "list", "queues"));
        fails("*** Access refused: wrong user name or password", "-c", file.toString(), "--node", "wrong", "list", "queues");
        // what is typed counts
        printed("-c", file.toString(), "-N", "wrong", "-p", "guest", "list", "queues");
        String help = "\n\nrabbitmqadmin --help for help\n";
        fails("\nERROR: Could not read section 'none' in config file '" + file + "':\n   No section: 'none'" + help,
                "-c", file.toString(), "-N", "none", "list", "queues");
        fails("\nERROR: Could not read config file '/none'" + help, "-c", "/none", "list", "queues");
    }

    @Test
    void fileOfTheHomeFolderNeedNotBeNamed() throws IOException {
        for (Map.Entry<String, String> each : Map.of("[default]\nformat = bash\n", "q", "format = bash\n", "").entrySet()) {
            Files.writeString(data.resolve(".rabbitmqadmin.conf"), each.getKey());
            assertEquals(each.getValue(), run("list", "queues").printed());
        }
    }
}
