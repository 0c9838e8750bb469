package dev.leveret.interop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.BrokerProcess.Ran;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Testcontainers' RabbitMQContainer relies on: a line of the log that it waits for, variables for the first user, a
 * configuration file that it copies in and names by a variable, and rabbitmqadmin for all that is to be declared.
 */
@LeveretOnly("its own image is looked at")
class TestcontainersTest {

    private static final Pattern WAITED_FOR = Pattern.compile(".*Server startup complete.*");

    @TempDir
    private Path root;

    private static void declare(ImageFolder image, String kind, String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = "declare";
        all[1] = kind;
        System.arraycopy(words, 0, all, 2, words.length);
        assertEquals(new Ran(0, kind + " declared\n", ""), image.exec("rabbitmqadmin", all));
    }

    @Test
    void brokerIsUpWhenItsLineIsLoggedAndNotBefore() throws Exception {
        ImageFolder image = new ImageFolder(root)
                .with("RABBITMQ_DEFAULT_USER", "admin")
                .with("RABBITMQ_DEFAULT_PASS", "changeit")
                .with("RABBITMQ_CONFIG_FILE", root.resolve("etc/rabbitmq/rabbitmq-custom").toString());
        Files.writeString(image.etc("rabbitmq-custom.conf"), "channel_max = 77\n");
        try (BrokerProcess broker = image.start();
                Client client = new Client(broker.broker())) {
            assertEquals(1, broker.logText().lines().filter(line -> WAITED_FOR.matcher(line).matches()).count());
            var connection = client.connect(factory -> {
                factory.setUsername("admin");
                factory.setPassword("changeit");
            });
            assertEquals(77, connection.getChannelMax());
        }
    }

    @Test
    void whatAContainerIsToldToHaveIsThereForClients() throws Exception {
        ImageFolder image = new ImageFolder(root);
        try (BrokerProcess broker = image.start();
                Client client = new Client(broker.broker())) {
            declare(image, "vhost", "name=test");
            declare(image, "user", "name=user1", "password=password1", "tags=");
            declare(image, "permission", "vhost=test", "user=user1", "configure=.*", "write=.*", "read=.*");
            declare(image, "exchange", "name=direct-exchange", "type=direct");
            declare(image, "queue", "name=queue-two", "auto_delete=false", "durable=true",
                    "arguments={\"x-message-ttl\":1000000}");
            declare(image, "binding", "source=direct-exchange", "destination=queue-two", "routing_key=two",
                    "destination_type=queue", "arguments={}");

            // then clients find it
            assertTrue(client.connect(factory -> {
                factory.setUsername("user1");
                factory.setPassword("password1");
                factory.setVirtualHost("test");
            }).isOpen());
            Channel channel = client.connect(factory -> {}).createChannel();
            channel.queueDeclare("queue-two", true, false, false, Map.of("x-message-ttl", 1_000_000));
            channel.confirmSelect();
            channel.basicPublish("direct-exchange", "two", null, Client.bytes("routed"));
            channel.waitForConfirmsOrDie();
            assertEquals(1, channel.messageCount("queue-two"));
        }
    }
}
