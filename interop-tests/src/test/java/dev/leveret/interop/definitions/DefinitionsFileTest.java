package dev.leveret.interop.definitions;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is started with RabbitMQ's definitions.json has all that is in it. */
@LeveretOnly("needs a broker of its own")
class DefinitionsFileTest {

    /** As RabbitMQ 3.10.8 writes them. The passwords are "guest" and "s3cret", the latter hashed with SHA-512. */
    private static final String DEFINITIONS = """
            {"rabbit_version":"3.10.8","rabbitmq_version":"3.10.8",
             "users":[
              {"hashing_algorithm":"rabbit_password_hashing_sha256","limits":{},"name":"boss",
               "password_hash":"wI4FXCASNLK3cFYuKEEiYzYY4VvFFuZZCW75zgJn/NUUaa8Z","tags":["administrator"]},
              {"hashing_algorithm":"rabbit_password_hashing_sha512","limits":{},"name":"worker","tags":"",
               "password_hash":"%s"}],
             "vhosts":[{"limits":[],"metadata":{"description":"","tags":""},"name":"shop"},
              {"limits":[],"metadata":{"description":"Default virtual host","tags":[]},"name":"/"}],
             "permissions":[
              {"configure":".*","read":".*","user":"boss","vhost":"/","write":".*"},
              {"configure":".*","read":".*","user":"boss","vhost":"shop","write":".*"},
              {"configure":".*","read":".*","user":"worker","vhost":"shop","write":".*"}],
             "topic_permissions":[],
             "parameters":[{"component":"operator_policy","name":"most","vhost":"shop",
               "value":{"apply-to":"queues","definition":[["max-length",2]],"pattern":"^lim","priority":0}}],
             "global_parameters":[{"name":"internal_cluster_id","value":"rabbitmq-cluster-id-1"}],
             "policies":[{"apply-to":"all","definition":{"dead-letter-exchange":"dead"},"name":"dlx","pattern":"^lim",
               "priority":1,"vhost":"shop"}],
             "queues":[
              {"arguments":{"x-max-priority":5},"auto_delete":false,"durable":true,"name":"limited","type":"classic","vhost":"shop"},
              {"arguments":{},"auto_delete":false,"durable":true,"name":"graves","type":"classic","vhost":"shop"}],
             "exchanges":[
              {"arguments":{},"auto_delete":false,"durable":true,"internal":false,"name":"in","type":"topic","vhost":"shop"},
              {"arguments":{},"auto_delete":false,"durable":true,"internal":false,"name":"dead","type":"fanout","vhost":"shop"}],
             "bindings":[
              {"arguments":{},"destination":"limited","destination_type":"queue","routing_key":"a.#","source":"in","vhost":"shop"},
              {"arguments":{},"destination":"nowhere","destination_type":"queue","routing_key":"","source":"in","vhost":"shop"},
              {"arguments":{},"destination":"graves","destination_type":"queue","routing_key":"","source":"dead","vhost":"shop"}]}
            """;

    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("definitions.json"), content);
    }

    private static String definitions() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-512");
        byte[] salt = {1, 2, 3, 4};
        digest.update(salt);
        byte[] hash = digest.digest(Client.bytes("s3cret"));
        byte[] salted = Arrays.copyOf(salt, 4 + hash.length);
        System.arraycopy(hash, 0, salted, 4, hash.length);
        return DEFINITIONS.formatted(Base64.getEncoder().encodeToString(salted));
    }

    private static void as(ConnectionFactory factory, String user, String password, String vhost) {
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setVirtualHost(vhost);
    }

    @Test
    void everythingInTheFileIsThereAndStaysOverAKill() throws Exception {
        String setting = "load_definitions=" + file(definitions());
        try (OperatedBroker broker = new OperatedBroker(folder.resolve("data"), setting)) {
            assertAllIsThere(broker);
            // when it is killed and imports the same file once more
            broker.killAndRestart();
            // then nothing has changed
            assertAllIsThere(broker);
            assertTrue(broker.run("list_global_parameters").contains("internal_cluster_id\t\"rabbitmq-cluster-id-1\""));
            // and there is no default user, and what is left out is told
            assertThrows(AuthenticationFailureException.class, () -> broker.client().connect());
            assertTrue(broker.process().logText().contains("'in' to 'nowhere' in vhost 'shop'"));
        }
    }

    private static void assertAllIsThere(OperatedBroker broker) throws Exception {
        try (Connection connection = broker.client().connect(factory -> as(factory, "worker", "s3cret", "shop"));
                Channel channel = connection.createChannel()) {
            // the queue is there with its arguments, and bound
            channel.queueDeclare("limited", true, false, false, Map.of("x-max-priority", 5));
            channel.queuePurge("limited");
            channel.queuePurge("graves");
            channel.confirmSelect();
            for (String text : List.of("1", "2", "3")) {
                channel.basicPublish("in", "a.b", MessageProperties.PERSISTENT_BASIC, Client.bytes(text));
            }
            channel.waitForConfirmsOrDie(10_000);
            // the operator's limit holds, and the policy says where the rest goes
            assertEquals(2, channel.queueDeclarePassive("limited").getMessageCount());
            Deadline.await("a dead letter", () -> channel.queueDeclarePassive("graves").getMessageCount() == 1);
            assertEquals("1", Client.text(channel.basicGet("graves", true)));
        }
        // the other user is known as well, and the one has no way into the other's virtual host
        assertTrue(broker.client().connect(factory -> as(factory, "boss", "guest", "/")).isOpen());
        CloseReason refused = CloseReason.of(
                () -> broker.client().connect(factory -> as(factory, "worker", "s3cret", "/")));
        assertEquals(
                connectionClose(530, "NOT_ALLOWED - access to vhost '/' refused for user 'worker'", CONNECTION_OPEN), refused);
    }

    @Test
    void brokerDoesNotStartWithABadFileAndSaysWhatIsWrong() throws Exception {
        Path file = file(definitions().replace("\"max-length\",2", "\"max-length\",-2"));
        Path data = folder.resolve("data");
        AssertionError ended = assertThrows(AssertionError.class, () -> BrokerProcess.run(
                "--port", "0", "--data", data.toString(), "--set", "load_definitions=" + file));
        String line = "leveret: definitions in " + file + " can't be imported: parameter 'most' in vhost 'shop':"
                + " -2 is not a valid maximum length";
        assertTrue(ended.getMessage().contains(line), ended::getMessage);
        assertFalse(ended.getMessage().contains("\tat "), ended::getMessage);
    }

    @Test
    void exportOfOneBrokerIsTheImportOfAnother() throws Exception {
        Path exported = folder.resolve("exported.json");
        String setting = "load_definitions=" + file(definitions());
        String policies;
        try (OperatedBroker first = new OperatedBroker(folder.resolve("first"), setting)) {
            first.run("export_definitions", exported.toString());
            policies = first.run("list_policies", "-p", "shop");
        }
        try (OperatedBroker second = new OperatedBroker(folder.resolve("second"))) {
            // when a broker that runs already imports it, twice
            second.run("import_definitions", exported.toString());
            second.run("import_definitions", exported.toString());
            // then it has what the first one had, and its own user still
            assertEquals(policies, second.run("list_policies", "-p", "shop"));
            assertAllIsThere(second);
            assertTrue(second.client().connect().isOpen());
        }
    }
}
