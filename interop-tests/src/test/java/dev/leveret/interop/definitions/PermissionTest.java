package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a user may configure, write and read. Observed on RabbitMQ 3.10; the first word of the texts is RabbitMQ 4's. */
@LeveretOnly("its users come from definitions of its own")
class PermissionTest {

    private static final String DEFINITIONS = """
            {"vhosts":[{"name":"/"}],
             "users":[{"name":"boss","password":"pw","tags":""},{"name":"clerk","password":"pw","tags":""}],
             "permissions":[
              {"user":"boss","vhost":"/","configure":".*","write":".*","read":".*"},
              {"user":"clerk","vhost":"/","configure":"^c","write":"%s","read":"^(r|cr)"}],
             "queues":[{"name":"pq","vhost":"/"},{"name":"other","vhost":"/"},{"name":"wq","vhost":"/"},{"name":"rq","vhost":"/"}],
             "exchanges":[{"name":"px","vhost":"/","type":"fanout"},{"name":"ox","vhost":"/","type":"fanout"}]}
            """;

    private static OperatedBroker broker;
    private static Path folder;

    @BeforeAll
    static void start(@TempDir Path given) throws Exception {
        folder = given;
        broker = new OperatedBroker(folder.resolve("data"), "load_definitions=" + file("^(p|w)"));
    }

    private static Path file(String write) throws IOException {
        return Files.writeString(folder.resolve("definitions.json"), DEFINITIONS.formatted(write));
    }

    @AfterAll
    static void stop() throws IOException, TimeoutException {
        broker.close();
    }

    private interface Work {
        void on(Channel channel) throws Exception;
    }

    private static Executable asClerk(Work work) {
        return () -> {
            try (Connection connection = broker.client().connect(factory -> {
                        factory.setUsername("clerk");
                        factory.setPassword("pw");
                    });
                    Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                work.on(channel);
                channel.waitForConfirms(10_000);
            }
        };
    }

    private static void refused(String what, Work work) {
        CloseReason reason = CloseReason.of(asClerk(work));
        assertEquals("ACCESS_REFUSED - " + what + " in vhost '/' refused for user 'clerk'", reason.replyText());
        assertEquals(403, reason.replyCode());
        assertEquals(CloseReason.Scope.CHANNEL, reason.scope());
    }

    private static void allowed(Work work) {
        assertDoesNotThrow(asClerk(work));
    }

    @Test
    void declaringAndDeletingNeedsConfigure() {
        allowed(channel -> channel.queueDeclare("cq", false, false, true, Map.of()));
        allowed(channel -> channel.queueDeclarePassive("other"));
        allowed(channel -> channel.exchangeDeclarePassive("ox"));
        refused("configure access to queue 'new'", channel -> channel.queueDeclare("new", false, false, false, Map.of()));
        refused("configure access to queue 'other'", channel -> channel.queueDelete("other"));
        refused("configure access to queue 'missing'", channel -> channel.queueDelete("missing"));
        refused("configure access to exchange 'ox3'", channel -> channel.exchangeDeclare("ox3", "fanout"));
        refused("configure access to exchange 'ox'", channel -> channel.exchangeDelete("ox"));
    }

    @Test
    void deadLettersAndAlternateExchangesNeedReadAndWrite() {
        Map<String, Object> letters = Map.of("x-dead-letter-exchange", "ox");
        refused("read access to queue 'cq2'", channel -> channel.queueDeclare("cq2", false, false, false, letters));
        refused("write access to exchange 'ox'", channel -> channel.queueDeclare("crq3", false, false, false, letters));
        Map<String, Object> alternate = Map.of("alternate-exchange", "ox");
        refused("read access to exchange 'cx2'", channel -> channel.exchangeDeclare("cx2", "fanout", false, false, alternate));
        refused("write access to exchange 'ox'", channel -> channel.exchangeDeclare("crx2", "fanout", false, false, alternate));
    }

    @Test
    void publishingNeedsWriteAlsoToTheDefaultExchange() {
        allowed(channel -> channel.basicPublish("px", "", null, Client.bytes("m")));
        Work lastWord = channel -> channel.queueDeclarePassive("other"); // hears of the refusal
        for (String exchange : new String[] {"ox", "", "missing"}) {
            String name = exchange.isEmpty() ? "amq.default" : exchange;
            refused("write access to exchange '" + name + "'", channel -> {
                channel.basicPublish(exchange, "pq", null, Client.bytes("m"));
                lastWord.on(channel);
            });
        }
    }

    @Test
    void consumingAndPurgingNeedsRead() {
        allowed(channel -> channel.basicGet("rq", true));
        refused("read access to queue 'other'", channel -> channel.basicGet("other", true));
        refused("read access to queue 'missing'", channel -> channel.basicGet("missing", true));
        refused("read access to queue 'other'", channel -> channel.basicConsume("other", (tag, message) -> {}, tag -> {}));
        refused("read access to queue 'other'", channel -> channel.queuePurge("other"));
    }

    @Test
    void bindingNeedsWriteAtItsEndAndReadAtItsBeginning() {
        refused("write access to queue 'other'", channel -> channel.queueBind("other", "ox", ""));
        refused("read access to exchange 'ox'", channel -> channel.queueBind("wq", "ox", ""));
        refused("write access to exchange 'ox'", channel -> channel.exchangeBind("ox", "px", ""));
        refused("read access to exchange 'ox'", channel -> channel.exchangeBind("px", "ox", ""));
    }

    @Test
    void changeOfAPermissionReachesConnectionsThatAreThere() {
        allowed(channel -> {
            channel.basicPublish("px", "", null, Client.bytes("m"));
            channel.waitForConfirmsOrDie(10_000);
            try {
                broker.run("import_definitions", file("^(p|w|ox)").toString());
                channel.basicPublish("ox", "", null, Client.bytes("m"));
                channel.waitForConfirmsOrDie(10_000);
            } finally {
                broker.run("import_definitions", file("^(p|w)").toString());
            }
        });
    }
}
