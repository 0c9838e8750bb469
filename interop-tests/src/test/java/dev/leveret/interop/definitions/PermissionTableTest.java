package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.CloseReason.Scope;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every check of a permission: the method, what its user lacks, and what he is told. Each method is tried by a user who has all
 * other permissions, and by one who has that one too. Texts of RabbitMQ 4; those of 3.10 lack the first word.
 */
@LeveretOnly("its users come from definitions of its own")
class PermissionTableTest {

    private static final String ANYTHING = ".*";

    /** What starts with x is what "clerk" may not touch in the way that a row says. */
    private static final String NOT_X = "^[^x]";

    private static OperatedBroker broker;
    private static Path folder;

    private interface Work {
        void on(Channel channel) throws Exception;
    }

    /**
     * A row.
     *
     * @param lacks the permission that does not reach as far as "x..."
     */
    private record Row(String method, String lacks, int code, String text, Work work) {

        @Override
        public String toString() {
            return method + " | " + lacks + " | " + code + " " + text;
        }

        String configure() {
            return lacks.equals("configure") ? NOT_X : ANYTHING;
        }

        String write() {
            return lacks.equals("write") ? NOT_X : ANYTHING;
        }

        String read() {
            return lacks.equals("read") ? NOT_X : ANYTHING;
        }

        String topicWrite() {
            return lacks.equals("topic write") ? "^{username}\\\\.{vhost}" : ANYTHING;
        }

        String topicRead() {
            return lacks.equals("topic read") ? "^{username}\\\\." : ANYTHING;
        }
    }

    private static Row row(String method, String lacks, String what, Work work) {
        return new Row(method, lacks, 403, "ACCESS_REFUSED - " + what + " in vhost '/' refused for user 'clerk'", work);
    }

    private static final Map<String, Object> LETTERS = Map.of("x-dead-letter-exchange", "xe");
    private static final Map<String, Object> ALTERNATE = Map.of("alternate-exchange", "xe");

    private static void declare(Channel channel, String queue, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(queue, false, false, false, arguments);
        channel.queueDelete(queue);
    }

    private static void publish(Channel channel, String exchange, String key, AMQP.BasicProperties properties) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(exchange, key, properties, Client.bytes("m"));
        channel.waitForConfirmsOrDie(10_000);
    }

    private static AMQP.BasicProperties headers(String name, Object value) {
        return new AMQP.BasicProperties.Builder().headers(Map.of(name, value)).build();
    }

    static Stream<Row> rows() {
        String topic = "' in exchange 't'";
        return Stream.of(
                row("queue.declare", "configure", "configure access to queue 'xnew'", channel -> declare(channel, "xnew", Map.of())),
                row("queue.declare, x-dead-letter-exchange", "read", "read access to queue 'xnew'",
                        channel -> declare(channel, "xnew", LETTERS)),
                row("queue.declare, x-dead-letter-exchange", "write", "write access to exchange 'xe'",
                        channel -> declare(channel, "new", LETTERS)),
                row("queue.bind", "write", "write access to queue 'xq'", channel -> channel.queueBind("xq", "e", "")),
                row("queue.bind", "read", "read access to exchange 'xe'", channel -> channel.queueBind("q", "xe", "")),
                row("queue.bind", "topic read", "read access to topic 'boss.k" + topic, channel -> channel.queueBind("q", "t", "boss.k")),
                row("queue.unbind", "write", "write access to queue 'xq'", channel -> channel.queueUnbind("xq", "e", "")),
                row("queue.unbind", "read", "read access to exchange 'xe'", channel -> channel.queueUnbind("q", "xe", "")),
                row("queue.unbind", "topic read", "read access to topic 'boss.k" + topic,
                        channel -> channel.queueUnbind("q", "t", "boss.k")),
                row("queue.purge", "read", "read access to queue 'xq'", channel -> channel.queuePurge("xq")),
                row("queue.delete", "configure", "configure access to queue 'xgone'", channel -> channel.queueDelete("xgone")),
                row("exchange.declare", "configure", "configure access to exchange 'xe'",
                        channel -> channel.exchangeDeclare("xe", "fanout", true)),
                row("exchange.declare, alternate-exchange", "read", "read access to exchange 'xnew'",
                        channel -> channel.exchangeDeclare("xnew", "fanout", false, true, ALTERNATE)),
                row("exchange.declare, alternate-exchange", "write", "write access to exchange 'xe'",
                        channel -> channel.exchangeDeclare("new", "fanout", false, true, ALTERNATE)),
                row("exchange.delete", "configure", "configure access to exchange 'xgone'", channel -> channel.exchangeDelete("xgone")),
                row("exchange.bind", "write", "write access to exchange 'xe'", channel -> channel.exchangeBind("xe", "e", "")),
                row("exchange.bind", "read", "read access to exchange 'xe'", channel -> channel.exchangeBind("e", "xe", "")),
                row("exchange.bind", "topic read", "read access to topic 'boss.k" + topic,
                        channel -> channel.exchangeBind("e", "t", "boss.k")),
                row("exchange.unbind", "write", "write access to exchange 'xe'", channel -> channel.exchangeUnbind("xe", "e", "")),
                row("exchange.unbind", "read", "read access to exchange 'xe'", channel -> channel.exchangeUnbind("e", "xe", "")),
                row("exchange.unbind", "topic read", "read access to topic 'boss.k" + topic,
                        channel -> channel.exchangeUnbind("e", "t", "boss.k")),
                row("basic.publish", "write", "write access to exchange 'xe'", channel -> publish(channel, "xe", "", null)),
                row("basic.publish", "topic write", "write access to topic 'clerk.k" + topic,
                        channel -> publish(channel, "t", "clerk.k", null)),
                row("basic.publish, CC", "topic write", "write access to topic 'boss" + topic,
                        channel -> publish(channel, "t", "clerk./", headers("CC", List.of("boss")))),
                row("basic.publish, BCC", "topic write", "write access to topic 'boss" + topic,
                        channel -> publish(channel, "t", "clerk./", headers("BCC", List.of("boss")))),
                row("basic.get", "read", "read access to queue 'xq'", channel -> channel.basicGet("xq", true)),
                row("basic.consume", "read", "read access to queue 'xq'",
                        channel -> channel.basicCancel(channel.basicConsume("xq", (tag, message) -> {}, tag -> {}))));
    }

    @BeforeAll
    static void start(@TempDir Path given) throws Exception {
        folder = given;
        broker = new OperatedBroker(folder.resolve("data"), "load_definitions=" + definitions(rows().findFirst().orElseThrow()));
    }

    @AfterAll
    static void stop() throws IOException, TimeoutException {
        broker.close();
    }

    /** "clerk" lacks what the row says, "boss" lacks nothing. */
    private static Path definitions(Row row) throws IOException {
        return Files.writeString(folder.resolve("definitions.json"), """
                {"vhosts":[{"name":"/"},{"name":"closed"}],
                 "users":[{"name":"clerk","password_hash":"%1$s"},{"name":"boss","password_hash":"%1$s"}],
                 "permissions":[
                  {"user":"boss","vhost":"/","configure":".*","write":".*","read":".*"},
                  {"user":"clerk","vhost":"/","configure":"%2$s","write":"%3$s","read":"%4$s"}],
                 "topic_permissions":[{"user":"clerk","vhost":"/","exchange":"t","write":"%5$s","read":"%6$s"}],
                 "queues":[{"name":"q","vhost":"/"},{"name":"xq","vhost":"/"}],
                 "exchanges":[{"name":"e","vhost":"/","type":"fanout"},{"name":"xe","vhost":"/","type":"fanout"},
                  {"name":"t","vhost":"/","type":"topic"}]}
                """.formatted(HASH_OF_GUEST, row.configure(), row.write(), row.read(), row.topicWrite(), row.topicRead()));
    }

    /** Made by RabbitMQ 3.10.8 for the password "guest". */
    private static final String HASH_OF_GUEST = "wI4FXCASNLK3cFYuKEEiYzYY4VvFFuZZCW75zgJn/NUUaa8Z";

    private static void as(String user, Work work) throws Exception {
        try (Connection connection = broker.client().connect(factory -> factory.setUsername(user));
                Channel channel = connection.createChannel()) {
            work.on(channel);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void methodIsRefusedToWhomLacksThePermissionAndDoneForWhomDoesNot(Row row) throws Exception {
        broker.run("import_definitions", definitions(row).toString());
        CloseReason reason = CloseReason.of(() -> as("clerk", row.work()));
        assertEquals(row.text(), reason.replyText());
        assertEquals(row.code(), reason.replyCode());
        assertEquals(Scope.CHANNEL, reason.scope());
        as("boss", row.work());
    }

    @Test
    void virtualHostIsRefusedToWhomHasNoPermissionThere() {
        CloseReason reason = CloseReason.of(() -> broker.client().connect(factory -> {
            factory.setUsername("clerk");
            factory.setVirtualHost("closed");
        }).close());
        assertEquals("NOT_ALLOWED - access to vhost 'closed' refused for user 'clerk'", reason.replyText());
        assertEquals(530, reason.replyCode());
        assertEquals(Scope.CONNECTION, reason.scope());
    }

    @Test
    void nameOfAnotherUserIsRefusedInAMessage() {
        var forged = new AMQP.BasicProperties.Builder().userId("clerk").build();
        CloseReason reason = CloseReason.of(() -> as("boss", channel -> publish(channel, "e", "", forged)));
        assertEquals(
                "PRECONDITION_FAILED - user_id property set to 'clerk' but authenticated user was 'boss'", reason.replyText());
        assertEquals(406, reason.replyCode());
        assertEquals(Scope.CHANNEL, reason.scope());
    }
}
