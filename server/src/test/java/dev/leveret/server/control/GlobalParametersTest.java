package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.leveret.server.config.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set for the whole broker, the name of the cluster above all: as 3.10.8 has it, which was measured. */
class GlobalParametersTest {

    @TempDir
    private Path data;

    private CommandedBroker broker(String... settings) {
        return new CommandedBroker(data, settings);
    }

    /** With no name in the settings. */
    private CommandedBroker nameless() {
        return broker("cluster_name", "");
    }

    /** What a client is told that connects now. */
    private static String told(CommandedBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.broker().port());
        try (Connection connection = factory.newConnection()) {
            return connection.getServerProperties().get("cluster_name").toString();
        }
    }

    private static String parameters(CommandedBroker broker) {
        return broker.printed("-s", "list_global_parameters");
    }

    private static Ended imported(CommandedBroker broker, String json) {
        return broker.run(Tool.RABBITMQCTL, json, "-q", "import_definitions");
    }

    @Test
    void clusterIsNamedAtOnceAndAfterARestart() throws Exception {
        try (CommandedBroker broker = nameless()) {
            assertEquals("node@here", told(broker));
            assertEquals("", parameters(broker));
            assertEquals("Setting cluster name to the burrow ...", broker.printed("set_cluster_name", "the burrow"));
            assertEquals("the burrow", told(broker));
        }
        try (CommandedBroker broker = nameless()) {
            assertEquals("the burrow", told(broker));
            assertTrue(broker.printed("cluster_status").contains("\n\nCluster name: the burrow\n"));
            assertTrue(broker.printed("-q", "cluster_status", "--formatter", "json").contains("\"cluster_name\":\"the burrow\""));
            assertEquals("cluster_name\t\"the burrow\"", parameters(broker));

            broker.printed("clear_global_parameter", "cluster_name");
            assertEquals("node@here", told(broker));
        }
        try (CommandedBroker broker = nameless()) {
            assertEquals("node@here", told(broker));
        }
    }

    @Test
    void nameInTheSettingsIsTheOneAtEachStartAndStaysWhenTheyHaveNoneAnyMore() throws Exception {
        try (CommandedBroker broker = broker("cluster_name", "of the file")) {
            assertEquals("cluster_name\t\"of the file\"", parameters(broker));
            broker.printed("set_cluster_name", "of the command");
            assertEquals("of the command", told(broker));
        }
        try (CommandedBroker broker = broker("cluster_name", "of the file")) {
            assertEquals("of the file", told(broker));
        }
        try (CommandedBroker broker = nameless()) {
            assertEquals("of the file", told(broker));
        }
    }

    @Test
    void definitionsAtTheStartGoOverTheNameInTheSettings(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("d.json"),
                "{\"global_parameters\":[{\"name\":\"cluster_name\",\"value\":\"of the definitions\"}]}");
        try (CommandedBroker broker = broker("cluster_name", "of the file", "load_definitions", file.toString())) {
            assertEquals("of the definitions", told(broker));
        }
    }

    @Test
    void definitionsBringThemAndHaveThem() throws Exception {
        try (CommandedBroker broker = nameless()) {
            String part = "\"global_parameters\":[{\"name\":\"cluster_name\",\"value\":\"imported\"},{\"name\":\"cluster_tags\",\"value\":{\"region\":[\"a\",1]}}]";
            assertEquals(0, imported(broker, "{" + part + "}").exitCode());
            assertEquals("imported", told(broker));
            assertEquals("cluster_name\t\"imported\"\ncluster_tags\t{\"region\":[\"a\",1]}", parameters(broker));
            assertTrue(broker.printed("export_definitions", "-").contains(part));
        }
    }

    @Test
    void othersAreSetListedAndCleared() {
        try (CommandedBroker broker = nameless()) {
            assertEquals("Setting global runtime parameter \"x\" to \"{\"a\":[1,\"b\"]}\" ...",
                    broker.printed("set_global_parameter", "x", "{\"a\":[1,\"b\"]}"));
            broker.printed("set_global_parameter", "cluster_name", "\"json\"");
            assertEquals("[\n{\"name\":\"cluster_name\",\"value\":\"\\\"json\\\"\"}\n,{\"name\":\"x\",\"value\":\"{\\\"a\\\":[1,\\\"b\\\"]}\"}\n]",
                    broker.printed("list_global_parameters", "--formatter", "json"));
            assertEquals("Clearing global runtime parameter \"x\" ...", broker.printed("clear_global_parameter", "x"));
            assertEquals(new Ended(69, "", "Error:\nParameter does not exist"), broker.run("-q", "clear_global_parameter", "x"));
            assertEquals("cluster_name\t\"json\"", parameters(broker));
        }
    }

    @Test
    void eventsTellOfThem() throws Exception {
        try (CommandedBroker broker = nameless()) {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setPort(broker.broker().port());
            try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
                String queue = channel.queueDeclare().getQueue();
                channel.queueBind(queue, "amq.rabbitmq.event", "parameter.*");
                broker.printed("set_cluster_name", "x");
                broker.printed("clear_global_parameter", "cluster_name");

                // then they are as those of 3.10.8, which have the time besides
                List<String> told = new ArrayList<>();
                for (String event : List.of("parameter.set", "parameter.cleared")) {
                    GetResponse response = channel.basicGet(queue, true);
                    assertEquals(event, response.getEnvelope().getRoutingKey());
                    Map<String, Object> headers = new TreeMap<>(response.getProps().getHeaders());
                    headers.remove("timestamp_in_ms");
                    told.add(headers.toString());
                }
                assertEquals(List.of(
                        "{component=global, name=cluster_name, user_who_performed_action=rmq-cli, value=x}",
                        "{component=global, name=cluster_name, user_who_performed_action=rmq-cli}"), told);
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        try (CommandedBroker broker = nameless()) {
            Ended malformed = broker.run("-q", "set_global_parameter", "x", "{bad");
            assertEquals(69, malformed.exitCode());
            assertTrue(malformed.error().startsWith("Error:\nJSON decoding error. Reason: "), malformed.error());
            assertEquals(new Ended(69, "", "Error:\nthe name of the cluster is a number and should be a text"),
                    broker.run("-q", "set_global_parameter", "cluster_name", "5"));
            assertEquals(new Ended(69, "", "Error:\nthe name of the cluster has 256 bytes, more than 255"),
                    broker.run("-q", "set_cluster_name", "n".repeat(256)));
            assertEquals(64, broker.run("set_cluster_name").exitCode());
            assertEquals("", parameters(broker));
        }
    }

    @Test
    void whatIsTakenIsThereAfterARestartAndCanBeImportedAgain() {
        String deepest = "[".repeat(64) + "]".repeat(64);
        try (CommandedBroker broker = nameless()) {
            broker.printed("set_global_parameter", "deep", deepest);
            broker.printed("set_global_parameter", "nothing", "null");
            broker.printed("set_global_parameter", "n".repeat(255), "1");
        }
        try (CommandedBroker broker = nameless()) {
            assertEquals("deep\t" + deepest + "\n" + "n".repeat(255) + "\t1\nnothing\tnull", parameters(broker));
            String exported = broker.printed("-q", "export_definitions", "-");
            assertEquals(0, imported(broker, exported).exitCode());
        }
    }

    @Test
    void whatCouldNotBeReadAgainIsRefused() {
        try (CommandedBroker broker = nameless()) {
            for (String deep : List.of("[".repeat(65) + "]".repeat(65), "{\"a\":".repeat(64) + "1" + "}".repeat(64))) {
                assertEquals(new Ended(69, "", "Error:\nthe value has objects and lists nested more than 64 deep"),
                        broker.run("-q", "set_global_parameter", "deep", deep));
            }
            assertEquals(new Ended(69, "", "Error:\nthe name has 256 bytes, more than 255"),
                    broker.run("-q", "set_global_parameter", "n".repeat(256), "1"));
            assertEquals(new Ended(69, "", "Error:\nthe value has 65537 bytes, more than 65536"),
                    broker.run("-q", "set_global_parameter", "long", "\"" + "x".repeat(65_535) + "\""));
            assertEquals(69, broker.run("-q", "set_global_parameter", "number", "1e400").exitCode());
            assertEquals(new Ended(69, "", "Error:\nthe name of the cluster is no text in Unicode"),
                    broker.run("-q", "set_global_parameter", "cluster_name", "\"a\\ud800b\""));
            assertEquals("", parameters(broker));
        }
    }

    @Test
    void lineFeedInTheNameDoesNotMakeALine() {
        try (CommandedBroker broker = nameless()) {
            broker.printed("set_cluster_name", "two\nlines");
            assertTrue(broker.printed("cluster_status").contains("\nCluster name: two\\012lines\n"));
        }
    }
}
