package dev.leveret.interop.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** fanout: every bound queue gets a copy. */
@WithBroker
class FanoutTest {

    @Test
    void everyQueueGetsACopyWhateverTheKey(Client client) throws Exception {
        // given
        String exchange = client.exchange("fanout");
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queues.add(client.boundQueue(exchange, "key " + i));
        }
        // when
        client.publish(exchange, "whatever", "one", "two");
        // then
        for (String queue : queues) {
            assertEquals(List.of("one", "two"), client.drain(queue));
        }
    }

    @Test
    void queueBoundTwiceGetsOneCopy(Client client) throws Exception {
        // given
        String exchange = client.exchange("fanout");
        String queue = client.boundQueue(exchange, "a");
        client.channel().queueBind(queue, exchange, "b");
        // when
        client.publish(exchange, "", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void exchangeWithoutBindingsDropsMessages(Client client) throws Exception {
        // given
        String exchange = client.exchange("fanout");
        client.publish(exchange, "", "nobody hears this");
        // when
        String queue = client.boundQueue(exchange, "");
        // then
        assertEquals(List.of(), client.drain(queue));
    }

    @Test
    void predeclaredExchangeWorks(Client client) throws Exception {
        // given
        String queue = client.boundQueue("amq.fanout", "");
        String text = client.name("text");
        // when
        client.publish("amq.fanout", "", text);
        // then: other tests may publish to this one as well
        assertEquals(List.of(text), client.drain(queue).stream().filter(text::equals).toList());
    }
}
