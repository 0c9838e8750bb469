package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rabbitmqadmin's words and output. */
class AdminCommandsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    private static Ended run(String... words) {
        return broker.run(Tool.ADMIN, "", words);
    }

    private static String printed(String... words) {
        Ended ended = run(words);
        assertEquals(new Ended(0, ended.printed(), ""), ended);
        return ended.printed();
    }

    private static void fails(String error, String... words) {
        assertEquals(new Ended(1, "", error), run(words));
    }

    @Test
    void namesMoveNoCursor() {
        printed("declare", "vhost", "name=odd");
        printed("-V", "odd", "declare", "queue", "name=\u001b[31m\u0007\u009bq");
        for (String format : new String[] {"table", "tsv", "bash", "long", "kvp"}) {
            String list = printed("-V", "odd", "-f", format, "list", "queues", "name");
            assertTrue(list.contains("\\033[31m\\007\\233q"), list);
            assertTrue(list.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'), list);
        }
        printed("delete", "vhost", "name=odd");
    }

    @Test
    void queuesAndExchangesAreDeclaredBoundAndDeleted() {
        printed("declare", "vhost", "name=topology");
        assertEquals("exchange declared", printed("--vhost=topology", "declare", "exchange", "name=orders", "type=topic"));
        assertEquals("queue declared", printed("declare", "queue", "-V", "topology", "name=q", "auto_delete=false",
                "durable=true", "arguments={\"x-max-length\":5}"));
        assertEquals("binding declared", printed("-V", "topology", "declare", "binding", "source=orders", "destination=q",
                "routing_key=a.*", "destination_type=queue", "arguments={}"));
        assertEquals("source\tdestination\trouting_key\n\tq\tq\norders\tq\ta.*",
                printed("-V", "topology", "-f", "tsv", "list", "bindings"));
        assertEquals("[{\"name\":\"q\",\"arguments\":{\"x-max-length\":5}}]",
                printed("-V", "topology", "-f", "raw_json", "list", "queues", "name", "arguments"));
        assertEquals("binding deleted", printed("-V", "topology", "delete", "binding", "source=orders", "destination=q",
                "destination_type=q", "properties_key=a.*"));
        assertEquals("queue purged", printed("-V", "topology", "purge", "queue", "name=q"));
        assertEquals("", printed("-q", "-V", "topology", "delete", "queue", "name=q"));
        assertEquals("exchange deleted", printed("-V", "topology", "delete", "exchange", "name=orders"));
        assertEquals("No items", printed("-V", "topology", "list", "queues"));
    }

    @Test
    void whatIsThereAndDiffersIsRefusedInTheWordsThatClientsAreTold() {
        printed("declare", "queue", "name=same");
        assertEquals("queue declared", printed("declare", "queue", "name=same", "durable=true"));
        fails("*** inequivalent arg 'durable' for queue 'same' in vhost '/': received 'false' but current is 'true'",
                "declare", "queue", "name=same", "durable=false");
        fails("*** no exchange 'none' in vhost '/'", "declare", "binding", "source=none", "destination=same");
        fails("*** no exchange 'none' in vhost '/'", "delete", "exchange", "name=none");
        fails("*** Queue not found", "delete", "queue", "name=none");
        fails("*** no queue 'none' in vhost '/'", "purge", "queue", "name=none");
        fails("*** Virtual host 'none' does not exist", "-V", "none", "declare", "queue", "name=q");
        fails("*** queue name 'amq.q' is empty, or contains reserved prefix 'amq.*'", "declare", "queue", "name=amq.q");
    }

    @Test
    void usersHaveTagsPermissionsAndPasswords() {
        assertEquals("user declared", printed("declare", "user", "name=ann", "password=one", "tags=monitoring,management"));
        assertEquals("user declared", printed("declare", "user", "name=ann", "password=two", "tags="));
        assertEquals("permission declared", printed("declare", "permission", "vhost=/", "user=ann", "configure=", "write=.*",
                "read=q"));
        assertEquals("[{\"user\":\"ann\",\"configure\":\"\",\"write\":\".*\",\"read\":\"q\",\"vhost\":\"/\"}",
                printed("-f", "raw_json", "list", "permissions").split("(?<=}),")[0]);
        assertEquals("overview", printed("-u", "ann", "-p", "two", "-f", "kvp", "show", "overview", "cluster_name")
                .replace("cluster_name=\"warren\"", "overview"));
        fails("*** Access refused: wrong user name or password", "-u", "ann", "-p", "one", "list", "queues");
        assertEquals("user deleted", printed("delete", "user", "name=ann"));
        fails("*** User \"ann\" does not exist", "delete", "user", "name=ann");
    }

    @Test
    void whoeverMakesAVirtualHostMayUseIt() {
        printed("declare", "user", "name=maker", "password=pw", "tags=administrator");
        assertEquals("vhost declared", printed("-u", "maker", "-p", "pw", "declare", "vhost", "name=made", "tracing=true"));
        assertEquals("vhost declared", printed("declare", "vhost", "name=made", "tracing=false"));
        assertEquals("maker\t.*\t.*\t.*", broker.printed("list_permissions", "-p", "made", "-s"));
        printed("declare", "vhost", "name=of-guest");
        assertEquals("guest\t.*\t.*\t.*", broker.printed("list_permissions", "-p", "of-guest", "-s"));
    }

    @Test
    void policiesAndLimitsAreSetOneByOne() {
        printed("declare", "vhost", "name=ruled");
        printed("declare", "policy", "--vhost=ruled", "name=p", "pattern=^q", "priority=3", "apply-to=queues",
                "definition={\"max-length\": 7}");
        assertEquals("p\t^q\tqueues\t{\"max-length\":7}\t3", printed("-q", "-f", "tsv", "list", "policies", "name", "pattern",
                "apply-to", "definition", "priority"));
        printed("-V", "ruled", "declare", "operator_policy", "name=o", "pattern=.", "definition={\"max-length\": 9}");
        printed("declare", "vhost_limit", "vhost=ruled", "name=max-queues", "value=4");
        printed("declare", "vhost_limit", "vhost=ruled", "name=max-connections", "value=5");
        printed("delete", "vhost_limit", "vhost=ruled", "name=max-queues");
        assertEquals("[{\"vhost\":\"ruled\",\"value\":{\"max-connections\":5}}]",
                printed("-f", "raw_json", "list", "vhost_limits"));
        fails("*** Not found: limit max-queues of vhost ruled", "delete", "vhost_limit", "vhost=ruled", "name=max-queues");
        assertEquals("policy deleted", printed("-V", "ruled", "delete", "policy", "name=p"));
        assertEquals("operator_policy deleted", printed("-V", "ruled", "delete", "operator_policy", "name=o"));
    }

    @Test
    void listsHaveTheFormatsOfTheOriginal() {
        printed("declare", "vhost", "name=formats");
        printed("-V", "formats", "declare", "queue", "name=long-name");
        printed("-V", "formats", "declare", "queue", "name=b", "durable=false");
        assertEquals("""
                +-----------+----------+
                |   name    | messages |
                +-----------+----------+
                | b         | 0        |
                | long-name | 0        |
                +-----------+----------+""", printed("-V", "formats", "list", "queues"));
        assertEquals("long-name b", printed("-V", "formats", "-f", "bash", "-S", "name", "-R", "list", "queues"));
        assertEquals("name=\"b\" durable=\"False\"\nname=\"long-name\" durable=\"True\"",
                printed("-V", "formats", "--format=kvp", "list", "queues", "name", "durable"));
        assertEquals("[\n  {\n    \"durable\": false,\n    \"name\": \"b\"\n  },\n  {\n    \"durable\": true,\n    \"name\": \"long-name\"\n  }\n]",
                printed("-V", "formats", "-fpretty_json", "list", "queues", "name", "durable"));
        String rule = "\n" + "-".repeat(80) + "\n";
        assertEquals(rule + "\n   name: b\ndurable: False\n" + rule + "\n   name: long-name\ndurable: True\n" + rule,
                printed("-V", "formats", "-f", "long", "list", "queues", "name", "durable"));
        for (String kind : new String[] {"connections", "channels", "consumers", "exchanges", "users", "vhosts", "nodes",
                "parameters", "operator_policies"}) {
            assertTrue(printed("-f", "raw_json", "list", kind).startsWith("["), kind);
        }
    }

    /** The words of its RabbitMQContainer: withVhost, withUser, withExchange, withQueue, withBinding, withPolicy ... */
    @Test
    void allThatTestcontainersDeclaresIsTaken() {
        String[][] commands = {
            {"vhost", "name=test"},
            {"vhost", "name=traced", "tracing=true"},
            {"vhost_limit", "vhost=traced", "name=max-connections", "value=10"},
            {"user", "name=user1", "password=password1", "tags="},
            {"user", "name=user2", "password=password2", "tags=administrator,monitoring"},
            {"permission", "vhost=test", "user=user1", "configure=.*", "write=.*", "read=.*"},
            {"exchange", "name=direct-exchange", "type=direct"},
            {"exchange", "--vhost=test", "name=topic", "type=topic", "auto_delete=false", "internal=false", "durable=true",
                "arguments={}"},
            {"queue", "name=queue-one"},
            {"queue", "name=queue-two", "auto_delete=false", "durable=true", "arguments={\"x-message-ttl\":1000}"},
            {"binding", "source=direct-exchange", "destination=queue-one"},
            {"binding", "source=direct-exchange", "destination=queue-two", "routing_key=two", "destination_type=queue",
                "arguments={}"},
            {"policy", "name=max length policy", "pattern=^dog", "definition={\"max-length\":1}"},
            {"policy", "name=alternate", "pattern=^direct", "priority=1", "apply-to=exchanges",
                "definition={\"alternate-exchange\":\"amq.direct\"}"},
            {"operator_policy", "name=operator", "pattern=^queue1", "definition={\"message-ttl\":1000}", "priority=1",
                "apply-to=queues"},
        };
        for (String[] command : commands) {
            String[] words = Stream.concat(Stream.of("declare"), Stream.of(command)).toArray(String[]::new);
            assertEquals(command[0] + " declared", printed(words));
        }
        for (String vhost : new String[] {"test", "traced"}) {
            printed("delete", "vhost", "name=" + vhost);
        }
        printed("delete", "policy", "name=max length policy");
        printed("delete", "policy", "name=alternate");
    }

    @Test
    void wrongUseIsToldAsTheOriginalDoes() {
        String help = "\n\nrabbitmqadmin --help for help\n";
        fails("\nERROR: Action not specified" + help);
        fails("\nERROR: Action dance not understood" + help, "dance");
        fails("\nERROR: mandatory argument \"type\" is required" + help, "declare", "exchange", "name=e");
        fails("\nERROR: Argument \"colour\" is not recognised" + help, "declare", "queue", "name=q", "colour=red");
        fails("\nERROR: Argument \"q\" not in the name=value format" + help, "declare", "queue", "q");
        fails("\nERROR: Type parameter not recognised" + help, "declare", "parameter", "component=c", "name=n", "value=1");
        fails("\nERROR: no such option: --colour" + help, "--colour=red", "list", "queues");
        fails("\nERROR: Format red not recognised" + help, "-f", "red", "list", "queues");
        fails("*** another host can't be asked: there is no HTTP API, and this command asks the broker whose data folder it"
                + " is given", "-H", "elsewhere", "list", "queues");
        assertEquals("rabbitmqadmin 9.9.9", printed("--version"));
        assertTrue(printed("help", "subcommands").contains("  declare queue name=... [auto_delete=... durable=... "));
    }
}
