package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_BIND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.NeedsPlugin;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** x-random, x-local-random and x-modulus-hash: a message goes over one binding, whatever its key is. */
@WithBroker
class ChoiceOfOneBindingTest {

    private static final int MESSAGES = 1000;

    /** Publishes with the same or with different keys. */
    private static void publish(Client client, String exchange, boolean oneKey) throws Exception {
        String[] texts = Collections.nCopies(oneKey ? MESSAGES : 1, "message").toArray(String[]::new);
        for (int i = 0; i < MESSAGES / texts.length; i++) {
            client.publish(exchange, "key-" + i, texts);
        }
    }

    @ParameterizedTest
    @NeedsPlugin("rabbitmq_random_exchange, rabbitmq_sharding")
    @ValueSource(strings = {"x-random", "x-modulus-hash"})
    void queueThatIsBoundTwiceGetsTwoShares(String type, Client client) throws Exception {
        // given
        String exchange = client.exchange(type);
        String twice = client.boundQueue(exchange, "a");
        client.channel().queueBind(twice, exchange, "b");
        String once = client.boundQueue(exchange, "c");
        // when
        publish(client, exchange, false);
        // then
        assertEquals(MESSAGES * 2 / 3.0, client.ready(twice), MESSAGES / 10.0);
        assertEquals(MESSAGES, client.ready(twice) + client.ready(once));
    }

    @Test
    @NeedsPlugin("rabbitmq_random_exchange")
    void randomExchangeChoosesAnewForEachMessageOfOneKey(Client client) throws Exception {
        // given
        String exchange = client.exchange("x-random");
        String first = client.boundQueue(exchange, "a");
        String second = client.boundQueue(exchange, "a");
        // when
        publish(client, exchange, true);
        // then
        assertEquals(MESSAGES / 2.0, client.ready(first), MESSAGES / 10.0);
        assertEquals(MESSAGES, client.ready(first) + client.ready(second));
    }

    @Test
    @NeedsPlugin("rabbitmq_sharding")
    void modulusHashSendsOneKeyOneWay(Client client) throws Exception {
        // given
        String exchange = client.exchange("x-modulus-hash");
        String first = client.boundQueue(exchange, "a");
        String second = client.boundQueue(exchange, "a");
        // when
        publish(client, exchange, true);
        // then
        assertEquals(Set.of(0, MESSAGES), Set.of(client.ready(first), client.ready(second)));
    }

    @Test
    @NeedsPlugin("rabbitmq_random_exchange")
    void boundExchangeTakesPartInTheChoice(Client client) throws Exception {
        // given
        String exchange = client.exchange("x-random");
        String behind = client.exchange("fanout");
        client.channel().exchangeBind(behind, exchange, "");
        String far = client.boundQueue(behind, "");
        String near = client.boundQueue(exchange, "");
        // when
        publish(client, exchange, true);
        // then
        assertEquals(MESSAGES / 2.0, client.ready(far), MESSAGES / 10.0);
        assertEquals(MESSAGES, client.ready(far) + client.ready(near));
    }

    @Test
    @LeveretOnly("RabbitMQ has it from 4.0 on")
    void localRandomExchangeTakesQueuesWithoutAKey(Client client) throws Exception {
        // given
        String exchange = client.exchange("x-local-random");
        List<String> queues = List.of(client.boundQueue(exchange, ""), client.boundQueue(exchange, ""));
        // when
        publish(client, exchange, true);
        // then
        assertEquals(MESSAGES, client.ready(queues.get(0)) + client.ready(queues.get(1)));
        assertTrue(client.ready(queues.get(0)) > MESSAGES / 4 && client.ready(queues.get(1)) > MESSAGES / 4);
        // and
        Channel channel = client.channel();
        CloseReason reason = CloseReason.of(() -> channel.queueBind(queues.get(0), exchange, "key"));
        assertEquals(channelClose(406, "PRECONDITION_FAILED - Non empty binding 'key' key not permitted", QUEUE_BIND), reason);
    }
}
