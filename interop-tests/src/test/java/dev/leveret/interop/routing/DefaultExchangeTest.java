package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_BIND;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.SpecMethod;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exchange without a name: every queue is bound to it by its own name, and nobody can change that. */
@WithBroker
class DefaultExchangeTest {

    @Test
    void routingKeyIsTheNameOfTheQueue(Client client) throws Exception {
        // given
        String queue = client.queue();
        String other = client.queue();
        // when
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
        assertEquals(List.of(), client.drain(other));
    }

    @Test
    void deletedQueueIsNotReachedAnyMore(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.channel().queueDelete(queue);
        client.publish("", queue, "nobody hears this");
        // when
        client.channel().queueDeclare(queue, false, true, false, null);
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCHANGE_DECLARE", "EXCHANGE_DELETE", "QUEUE_BIND", "QUEUE_UNBIND", "EXCHANGE_BIND",
            "EXCHANGE_UNBIND"})
    void nothingCanBeDoneToIt(SpecMethod method, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.queue();
        // when
        CloseReason reason = CloseReason.of(() -> {
            switch (method) {
                case EXCHANGE_DECLARE -> channel.exchangeDeclare("", "direct", true);
                case EXCHANGE_DELETE -> channel.exchangeDelete("");
                case QUEUE_BIND -> channel.queueBind(queue, "", queue);
                case QUEUE_UNBIND -> channel.queueUnbind(queue, "", queue);
                case EXCHANGE_BIND -> channel.exchangeBind("amq.fanout", "", "key");
                default -> channel.exchangeUnbind("amq.fanout", "", "key");
            }
        });
        // then
        assertEquals(refused(method), reason);
    }

    @Test
    void nothingCanBeRoutedIntoIt(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeBind("", "amq.fanout", "key"));
        // then
        assertEquals(refused(EXCHANGE_BIND), reason);
    }

    @Test
    void itCanNotBeAskedForEither(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclarePassive(""));
        // then
        assertEquals(refused(EXCHANGE_DECLARE), reason);
    }

    private static CloseReason refused(SpecMethod method) {
        return channelClose(403, "ACCESS_REFUSED - operation not permitted on the default exchange", method);
    }
}
