package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.CloseReason.Scope;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of users and virtual hosts that come with definitions. Codes and texts as measured on RabbitMQ 3.10. */
@LeveretOnly("its limits come from definitions of its own")
class LimitsTest {

    /** The password is "guest"; hashed by RabbitMQ 3.10.8. */
    private static final String DEFINITIONS = """
            {"vhosts":[{"name":"/"},{"name":"one","limits":[["max-connections",1]]},{"name":"two"}],
             "users":[{"name":"clerk","password_hash":"wI4FXCASNLK3cFYuKEEiYzYY4VvFFuZZCW75zgJn/NUUaa8Z","limits":{"max-channels":1}},
              {"name":"lone","password_hash":"wI4FXCASNLK3cFYuKEEiYzYY4VvFFuZZCW75zgJn/NUUaa8Z","limits":{"max-connections":1}}],
             "permissions":[
              {"user":"clerk","vhost":"/","configure":".*","write":".*","read":".*"},
              {"user":"lone","vhost":"/","configure":".*","write":".*","read":".*"},
              {"user":"clerk","vhost":"two","configure":".*","write":".*","read":".*"},
              {"user":"clerk","vhost":"one","configure":".*","write":".*","read":".*"}],
             "parameters":[{"component":"vhost-limits","name":"limits","vhost":"two","value":{"max-queues":2}}],
             "queues":[{"name":"a","vhost":"two"},{"name":"b","vhost":"two"}]}
            """;

    private static OperatedBroker broker;
    private static Path folder;

    @BeforeAll
    static void start(@TempDir Path given) throws Exception {
        folder = given;
        Path file = Files.writeString(folder.resolve("definitions.json"), DEFINITIONS);
        broker = new OperatedBroker(folder.resolve("data"), "load_definitions=" + file);
    }

    @AfterAll
    static void stop() throws IOException, TimeoutException {
        broker.close();
    }

    private static Connection connect(String user, String vhost) throws IOException, TimeoutException {
        return broker.client().connect(factory -> {
            factory.setUsername(user);
            factory.setVirtualHost(vhost);
        });
    }

    private static void expect(Scope scope, int code, String text, CloseReason reason) {
        assertEquals(text, reason.replyText());
        assertEquals(code, reason.replyCode());
        assertEquals(scope, reason.scope());
    }

    @Test
    void connectionsOfAVirtualHost() throws Exception {
        try (Connection first = connect("clerk", "one")) {
            expect(Scope.CONNECTION, 530, "NOT_ALLOWED - access to vhost 'one' refused for user 'clerk': connection limit (1) is"
                    + " reached", CloseReason.of(() -> connect("clerk", "one")));
            assertTrue(first.isOpen());
        }
        connect("clerk", "one").close();
    }

    @Test
    void connectionsOfAUser() throws Exception {
        try (Connection first = connect("lone", "/")) {
            expect(Scope.CONNECTION, 530, "NOT_ALLOWED - connection refused for user 'lone': user connection limit (1) is reached",
                    CloseReason.of(() -> connect("lone", "/")));
            assertTrue(first.isOpen());
        }
        connect("lone", "/").close();
    }

    @Test
    void channelsOfAUser() throws Exception {
        Connection connection = connect("clerk", "/");
        connection.createChannel().close();
        connection.createChannel();
        expect(Scope.CONNECTION, 530, "NOT_ALLOWED - number of channels opened for user 'clerk' has reached the maximum allowed"
                + " user limit of (1)", CloseReason.of(connection::createChannel));
    }

    @Test
    void queuesOfAVirtualHost() throws Exception {
        try (Connection connection = connect("clerk", "two")) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("a", true, false, false, Map.of());
            expect(Scope.CHANNEL, 406, "PRECONDITION_FAILED - cannot declare queue 'c': queue limit in vhost 'two' (2) is reached",
                    CloseReason.of(() -> channel.queueDeclare("c", true, false, false, Map.of())));
        }
    }

    @Test
    void limitsAreExportedWhereRabbitMqReadsThem() throws Exception {
        Path file = folder.resolve("exported.json");
        broker.run("export_definitions", file.toString());
        String exported = Files.readString(file).replaceAll("\\s", "");
        assertTrue(exported.contains("\"limits\":{\"max-channels\":1}"), exported);
        assertTrue(exported.contains("\"component\":\"vhost-limits\",\"vhost\":\"one\",\"name\":\"limits\","
                + "\"value\":{\"max-connections\":1}"), exported);
    }
}
