package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definitions of one virtual host, as rabbitmqadmin takes and gives them; measured on 3.10.8. */
class HostDefinitionsTest {

    /** As RabbitMQ's management exports one. */
    private static final String OF_ONE_HOST = """
            {"rabbit_version":"3.10.8",
             "parameters":[{"value":{"max-queues":5},"vhost":"elsewhere","component":"vhost-limits","name":"limits"}],
             "policies":[{"vhost":"elsewhere","name":"p","pattern":"x","apply-to":"all","definition":{"max-length":5},"priority":0}],
             "queues":[{"name":"q","durable":true,"auto_delete":false,"arguments":{}}],
             "exchanges":[{"name":"x","type":"fanout","durable":true,"auto_delete":false,"internal":false,"arguments":{}}],
             "bindings":[{"source":"x","destination":"q","destination_type":"queue","routing_key":"k","arguments":{}}]}""";

    @AutoClose
    private static CommandedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @BeforeEach
    void emptyHost() {
        if (broker.printed("-s", "list_vhosts", "name").lines().anyMatch("shop"::equals)) {
            broker.printed("delete_vhost", "shop");
        }
        broker.printed("add_vhost", "shop");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("d.json"), json);
    }

    private static Ended admin(String... words) {
        return broker.run(Tool.ADMIN, "", words);
    }

    @Test
    void fileGoesIntoTheHostThatIsNamedWhateverItSays() throws Exception {
        Ended done = admin("--vhost", "shop", "import", file(OF_ONE_HOST).toString());
        assertEquals(0, done.exitCode(), done.error());
        assertEquals("q", broker.printed("-s", "list_queues", "-p", "shop", "name"));
        assertEquals("{\"max-queues\":5}", broker.printed("-q", "list_vhost_limits", "-p", "shop"));
        assertTrue(broker.printed("-s", "list_policies", "-p", "shop").startsWith("shop\tp\tx\t"));
        assertTrue(broker.printed("-s", "list_bindings", "-p", "shop").contains("x\texchange\tq\tqueue\tk\t[]"));
        assertEquals("", broker.printed("-s", "list_queues", "name"));
    }

    @Test
    void whatBelongsToNoHostIsPassedOver() throws Exception {
        String users = broker.printed("-s", "list_users");
        String hosts = broker.printed("-s", "list_vhosts", "name");
        String json = """
                {"users":[{"name":"u"}],"vhosts":[{"name":"new"}],"global_parameters":[{"name":"cluster_name","value":"x"}],
                 "permissions":[{"user":"guest","vhost":"shop","configure":"","write":"","read":""}],
                 "queues":[{"name":"full","vhost":"/","durable":true}]}""";
        assertEquals(0, admin("-V", "shop", "import", file(json).toString()).exitCode());
        assertEquals("full", broker.printed("-s", "list_queues", "-p", "shop", "name"));
        assertEquals(users, broker.printed("-s", "list_users"));
        assertEquals(hosts, broker.printed("-s", "list_vhosts", "name"));
        assertEquals("", broker.printed("-s", "list_permissions", "-p", "shop"));
        assertEquals("cluster_name\t\"warren\"", broker.printed("-s", "list_global_parameters"));
    }

    @Test
    void whatIsExportedOfOneHostGoesIntoAnother() throws Exception {
        admin("-V", "shop", "import", file(OF_ONE_HOST).toString());
        Path exported = folder.resolve("e.json");
        assertEquals(0, admin("-V", "shop", "export", exported.toString()).exitCode());
        String json = Files.readString(exported);
        assertTrue(json.contains("\"queues\":[{\"name\":\"q\",\"type\":\"classic\",\"durable\":true"), json);
        assertTrue(json.contains("\"exchanges\":[{\"name\":\"x\",\"type\":\"fanout\""), json);
        assertTrue(json.contains("\"bindings\":[{\"source\":\"x\",\"destination\":\"q\""), json);
        assertTrue(json.contains("\"vhost\":\"shop\",\"name\":\"p\""), json);
        assertFalse(json.contains("\"users\""), json);

        emptyHost();
        assertEquals(0, admin("-V", "shop", "import", exported.toString()).exitCode());
        Path again = folder.resolve("again.json");
        admin("-V", "shop", "export", again.toString());
        assertEquals(json, Files.readString(again));
    }

    @Test
    void hostHasToBeThere() throws Exception {
        String problem = "*** Virtual host 'nope' does not exist";
        assertEquals(new Ended(1, "", problem), admin("-V", "nope", "import", file(OF_ONE_HOST).toString()));
        assertEquals(new Ended(1, "", problem), admin("-V", "nope", "export", folder.resolve("e.json").toString()));
        assertFalse(Files.exists(folder.resolve("e.json")));
    }

    @Test
    void withoutAHostItIsSaidHowSuchAFileIsImported() throws Exception {
        Ended refused = broker.run("-q", "import_definitions", file(OF_ONE_HOST).toString());
        assertEquals(65, refused.exitCode());
        String policy = file("{\"queues\":[{\"name\":\"q\"}]}").toString();
        assertTrue(admin("import", policy).error().endsWith(
                "queue 'q': there is no 'vhost'; the definitions of one virtual host are imported by 'rabbitmqadmin --vhost VHOST import FILE'"));
    }
}
