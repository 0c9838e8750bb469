package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DELETE;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that begin with amq. are the server's own. */
@WithBroker
class ReservedNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"amq.mine", "amq.gen-mine", "amq."})
    void queueNameIsRefused(String queue, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, false, true, false, Map.of()));
        // then
        assertEquals(channelClose(403, "ACCESS_REFUSED - queue name '" + queue + "' contains reserved prefix 'amq.*'",
                QUEUE_DECLARE), reason);
    }

    @Test
    void exchangeNameIsRefused(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclare("amq.mine", "direct"));
        // then
        assertEquals(channelClose(403, "ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'",
                EXCHANGE_DECLARE), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amq.direct", "amq.topic", "amq.not-there"})
    void exchangeOfTheServerCanNotBeDeleted(String exchange, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDelete(exchange));
        // then
        assertEquals(channelClose(403,
                "ACCESS_REFUSED - deletion of system exchange '" + exchange + "' in vhost '/' not allowed",
                EXCHANGE_DELETE), reason);
    }

    @Test
    void prefixCountsOnlyWithItsDotAndAtTheStart(Client client) throws Exception {
        // when
        client.channel().queueDeclare("amqp-" + client.name("queue"), false, true, false, Map.of());
        client.channel().queueDeclare("not-amq.-" + client.name("queue"), false, true, false, Map.of());
        String last = client.channel().queueDeclare("AMQ." + client.name("queue"), false, true, false, Map.of())
                .getQueue();
        // then
        assertEquals(0, client.ready(last));
    }
}
