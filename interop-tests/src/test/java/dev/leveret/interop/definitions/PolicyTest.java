package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies act on queues and exchanges that are there, and no longer when they have gone. */
@LeveretOnly("uses the broker's own commands")
class PolicyTest {

    private static OperatedBroker broker;

    @BeforeAll
    static void start(@TempDir Path folder) {
        broker = new OperatedBroker(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws IOException, TimeoutException {
        broker.close();
    }

    private static Client client() {
        return broker.client();
    }

    @Test
    void messagesThatAreThereExpireUnderANewMessageTtl() throws Exception {
        // given a queue with a message, and another one
        String queue = client().sharedQueue();
        String other = client().sharedQueue();
        client().publish("", queue, "a");
        client().publish("", other, "a");
        // when a policy comes for one
        String told = broker.run("set_policy", "ttl", "^" + queue + "$", "{\"message-ttl\":20}");
        // then its message goes and the other stays
        assertEquals("Setting policy \"ttl\" for pattern \"^" + queue + "$\" to \"{\"message-ttl\":20}\" with priority \"0\""
                + " for vhost \"/\" ...\n", told);
        client().awaitReady(queue, 0);
        assertEquals(1, client().ready(other));
        // and what comes after the policy has gone stays too
        broker.run("clear_policy", "ttl");
        client().publish("", queue, "b");
        String clock = client().channel().queueDeclare(client().name("clock"), false, false, false,
                Map.of("x-message-ttl", 50)).getQueue();
        client().publish("", clock, "tick");
        client().awaitReady(clock, 0);
        assertEquals(1, client().ready(queue));
    }

    @Test
    void deadLettersOfALimitGoWhereThePolicySays() throws Exception {
        // given three messages, and a queue for dead letters
        String queue = client().sharedQueue();
        String dead = client().sharedQueue();
        client().publish("", queue, "a", "b", "c");
        // when a policy allows one
        broker.run("set_policy", "--apply-to", "queues", "limit", queue,
                "{\"max-length\":1,\"dead-letter-exchange\":\"\",\"dead-letter-routing-key\":\"" + dead + "\"}");
        // then the oldest are dead letters
        client().awaitReady(dead, 2);
        assertEquals(List.of("a", "b"), client().drain(dead));
        // and nothing is limited when it has gone
        broker.run("clear_policy", "limit");
        client().publish("", queue, "d", "e");
        assertEquals(List.of("c", "d", "e"), client().drain(queue));
    }

    @Test
    void queueRefusesWhatIsMoreThanAPolicyAllows() throws Exception {
        String queue = client().sharedQueue();
        broker.run("set_policy", "full", queue, "{\"max-length\":1,\"overflow\":\"reject-publish\"}");
        try (Channel channel = client().sibling()) {
            channel.confirmSelect();
            channel.basicPublish("", queue, null, Client.bytes("a"));
            assertTrue(channel.waitForConfirms());
            channel.basicPublish("", queue, null, Client.bytes("b"));
            assertFalse(channel.waitForConfirms());
        }
        broker.run("clear_policy", "full");
    }

    @Test
    void alternateExchangeComesAndGoes() throws Exception {
        // given an exchange without bindings, over which something went already
        String exchange = client().exchange("direct");
        String spare = client().exchange("fanout");
        String queue = client().boundQueue(spare, "");
        client().publish(exchange, "k", "lost");
        // when a policy gives it another exchange
        broker.run("set_policy", "ae", exchange, "{\"alternate-exchange\":\"" + spare + "\"}", "--apply-to", "exchanges");
        client().publish(exchange, "k", "kept");
        broker.run("clear_policy", "ae");
        client().publish(exchange, "k", "lost again");
        // then that has taken what nobody else did
        assertEquals(List.of("kept"), client().drain(queue));
    }

    @Test
    void highestPriorityAppliesAndTheOperatorsLimitIsOverIt() throws Exception {
        // given a policy for all queues of the test, and a better one
        String queue = client().sharedQueue();
        broker.run("set_policy", "all", queue, "{\"max-length\":1}");
        broker.run("set_policy", "--priority", "5", "better", queue, "{\"max-length\":4}");
        client().publish("", queue, "1", "2", "3", "4", "5");
        assertEquals(4, client().ready(queue));
        // when the operator allows less
        broker.run("set_operator_policy", "most", queue, "{\"max-length\":2}", "--apply-to=queues");
        // then the lower number counts
        client().awaitReady(queue, 2);
        assertEquals("""
                Listing operator policy overrides for vhost "/" ...
                vhost\tname\tpattern\tapply-to\tdefinition\tpriority
                /\tmost\t%s\tqueues\t{"max-length":2}\t0
                """.formatted(queue), broker.run("list_operator_policies"));
        broker.run("clear_operator_policy", "most");
        broker.run("clear_policy", "better");
        broker.run("clear_policy", "all");
    }

    @Test
    void unusedQueueExpiresUnderAPolicy() throws Exception {
        String queue = client().sharedQueue();
        broker.run("set_policy", "expires", queue, "{\"expires\":100}");
        Deadline.await("the end of " + queue, () -> isGone(queue));
        broker.run("clear_policy", "expires");
    }

    /** Asks in a way that is no use of the queue, as a passive declaration would be. */
    private static boolean isGone(String queue) throws Exception {
        AtomicBoolean returned = new AtomicBoolean();
        try (Channel asking = client().sibling()) {
            asking.confirmSelect();
            asking.addReturnListener(message -> returned.set(true));
            asking.basicPublish("", queue, true, null, Client.bytes("is it there?"));
            asking.waitForConfirms();
        }
        return returned.get();
    }

    @Test
    void badPolicyIsRefusedInRabbitMqsWords() {
        AssertionError refused = assertThrows(AssertionError.class,
                () -> broker.run("set_policy", "bad", ".*", "{\"max-length\":-2}"));
        assertTrue(refused.getMessage().contains("Validation failed\n\n-2 is not a valid maximum length"), refused::getMessage);
    }
}
