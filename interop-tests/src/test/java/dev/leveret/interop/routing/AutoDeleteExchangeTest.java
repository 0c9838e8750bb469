package dev.leveret.interop.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** auto-delete: an exchange that goes with its last binding, though not before its first. */
@WithBroker
class AutoDeleteExchangeTest {

    @Test
    void itGoesWithItsLastBinding(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String queue = client.boundQueue(exchange, "a");
        client.channel().queueBind(queue, exchange, "b");
        // when
        client.channel().queueUnbind(queue, exchange, "a");
        assertTrue(client.exchangeExists(exchange));
        client.channel().queueUnbind(queue, exchange, "b");
        // then
        assertFalse(client.exchangeExists(exchange));
    }

    @Test
    void itStaysUntilItHadABinding(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String queue = client.queue();
        // when
        client.channel().queueUnbind(queue, exchange, "never bound");
        client.publish(exchange, "key", "message");
        // then
        assertTrue(client.exchangeExists(exchange));
    }

    @Test
    void itGoesWithTheQueueThatWasBoundToIt(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String queue = client.boundQueue(exchange, "key");
        // when
        client.channel().queueDelete(queue);
        // then
        assertFalse(client.exchangeExists(exchange));
    }

    @Test
    void itGoesWithTheConnectionOfAnExclusiveQueue(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        Channel owner = client.elsewhere();
        owner.queueBind(owner.queueDeclare().getQueue(), exchange, "key");
        // when
        owner.getConnection().close();
        // then
        Deadline.await("the exchange is gone", () -> !client.exchangeExists(exchange));
    }

    @Test
    void itGoesWithTheExchangeThatWasBoundToIt(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String destination = client.exchange("fanout");
        client.channel().exchangeBind(destination, exchange, "");
        // when
        client.channel().exchangeDelete(destination);
        // then
        assertFalse(client.exchangeExists(exchange));
    }

    @Test
    void chainOfThemGoesTogether(Client client) throws Exception {
        // given
        String first = autoDelete(client);
        String second = autoDelete(client);
        client.channel().exchangeBind(second, first, "");
        String queue = client.boundQueue(second, "");
        // when
        client.channel().queueDelete(queue);
        // then
        assertFalse(client.exchangeExists(second));
        assertFalse(client.exchangeExists(first));
    }

    @Test
    void beingADestinationDoesNotKeepIt(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String source = client.exchange("fanout");
        client.channel().exchangeBind(exchange, source, "");
        String queue = client.boundQueue(exchange, "");
        // when
        client.channel().queueUnbind(queue, exchange, "");
        // then
        assertFalse(client.exchangeExists(exchange));
    }

    @Test
    void losingItsSourceDoesNotEndIt(Client client) throws Exception {
        // given
        String exchange = autoDelete(client);
        String source = client.exchange("fanout");
        client.channel().exchangeBind(exchange, source, "");
        // when
        client.channel().exchangeUnbind(exchange, source, "");
        // then
        assertTrue(client.exchangeExists(exchange));
    }

    private static String autoDelete(Client client) throws Exception {
        String exchange = client.name("auto-delete");
        client.channel().exchangeDeclare(exchange, "direct", false, true, Map.of());
        return exchange;
    }
}
