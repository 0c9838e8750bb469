package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starting, cancelling and losing consumers. */
class ConsumersTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient other = broker.client(1);

    @BeforeEach
    void queue() {
        broker.ask(client, Methods.declare("q"));
    }

    private static BasicMethod.Consume exclusive(String tag) {
        return new BasicMethod.Consume("q", tag, false, false, true, false, FieldTable.EMPTY);
    }

    @Test
    void serverMakesATagOfTwentyTwoCharactersBehindItsPrefix() {
        String answer = broker.ask(client, Methods.consume("q", "")).get(0);
        assertTrue(answer.matches("1 ConsumeOk\\[consumerTag=amq\\.ctag-[A-Za-z0-9_-]{22}]"), answer);
    }

    @Test
    void answerComesBeforeTheFirstDelivery() {
        broker.publish(client, "q", "m");
        assertEquals(
                List.of("1 ConsumeOk[consumerTag=c]", "1 deliver c 1 m"),
                broker.ask(other, Methods.consume("q", "c")));
    }

    @Test
    void tagInUseIsNotGivenTwice() {
        broker.ask(client, Methods.consume("q", "c"));
        broker.ask(client, Methods.consume("q", "c"));
        assertEquals(List.of("530 NOT_ALLOWED - attempt to reuse consumer tag 'c' at 60.20"), client.errors());
    }

    @Test
    void tagOfACancelledConsumerIsFree() {
        broker.ask(client, Methods.consume("q", "c"));
        assertEquals(List.of("1 CancelOk[consumerTag=c]"), broker.ask(client, Methods.cancel("c")));
        assertEquals(List.of("1 ConsumeOk[consumerTag=c]"), broker.ask(client, Methods.consume("q", "c")));
    }

    @Test
    void cancellingAnUnknownTagSucceeds() {
        assertEquals(List.of("1 CancelOk[consumerTag=zzz]"), broker.ask(client, Methods.cancel("zzz")));
    }

    @Test
    void exclusiveConsumerSharesTheQueueWithNobody() {
        broker.ask(client, exclusive("a"));
        broker.ask(other, Methods.consume("q", "b"));
        assertEquals(List.of("403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use at 60.20"), other.errors());
    }

    @Test
    void consumerIsNotGrantedExclusivityOverOthers() {
        broker.ask(client, Methods.consume("q", "a"));
        broker.ask(other, exclusive("b"));
        assertEquals(List.of("403 ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use at 60.20"), other.errors());
    }

    @Test
    void deletedQueueCancelsItsConsumers() {
        broker.ask(other, Methods.consume("q", "c"));
        broker.ask(client, Methods.delete("q"));
        assertEquals(List.of("1 Cancel[consumerTag=c, noWait=true]"), broker.settle(other));
        assertEquals(List.of("1 CancelOk[consumerTag=c]"), broker.ask(other, Methods.cancel("c")));
    }

    @Test
    void clientThatCannotBeToldIsNotTold() {
        SimulatedClient old = broker.client(0).withoutCancelNotify();
        broker.ask(old, Methods.consume("q", "c"));
        broker.ask(client, Methods.delete("q"));
        assertEquals(List.of(), broker.settle(old));
    }

    @Test
    void whatACancelledConsumerHoldsStaysItsOwn() {
        broker.publish(client, "q", "m");
        broker.ask(client, Methods.consume("q", "c"));
        broker.ask(client, Methods.cancel("c"));
        broker.ask(client, Methods.ack(1));
        assertEquals(List.of(), client.errors());
        assertEquals(List.of("1 GetEmpty[]"), broker.ask(client, new BasicMethod.Get("q", true)));
    }

    @Test
    void autoDeleteQueueGoesWithItsLastConsumer() {
        broker.ask(client, new QueueMethod.Declare("ad", false, false, false, true, false, FieldTable.EMPTY));
        broker.ask(client, Methods.consume("ad", "a"));
        broker.ask(other, Methods.consume("ad", "b"));
        broker.ask(client, Methods.cancel("a"));
        assertEquals(1, broker.ask(client, Methods.declarePassive("ad")).size());
        broker.ask(other, Methods.cancel("b"));
        broker.ask(client, Methods.declarePassive("ad"));
        assertEquals(List.of("404 NOT_FOUND - no queue 'ad' in vhost '/' at 50.10"), client.errors());
    }

    @Test
    void autoDeleteQueueGoesWhenTheLastConsumersChannelCloses() {
        broker.ask(client, new QueueMethod.Declare("ad", false, false, false, true, false, FieldTable.EMPTY));
        broker.ask(other, Methods.consume("ad", "b"));
        broker.ask(other, new ChannelMethod.Close(200, "", 0, 0));
        broker.ask(client, Methods.declarePassive("ad"));
        assertEquals(List.of("404 NOT_FOUND - no queue 'ad' in vhost '/' at 50.10"), client.errors());
    }

    @Test
    void noAckDeliveriesWaitForASlowSocketAndGoOnWithAFastOne() {
        // given a socket that takes nothing
        String body = "x".repeat(10_000);
        broker.ask(client, Methods.consumeNoAck("q", "c"));
        client.writable(false);

        // when much more is published than a window holds
        for (int i = 0; i < 100; i++) {
            broker.on(other, () -> other.publish(1, "", "q", body, false, BasicProperties.EMPTY));
            broker.loops.untilIdle();
        }

        // then only a window's worth is delivered, and the rest once the socket takes it
        int delivered = client.received().size();
        assertTrue(delivered >= 13 && delivered <= 20, delivered + " delivered");
        client.writable(true);
        List<String> rest = broker.ask(client, Methods.qos(0, false));
        assertEquals(100 - delivered, rest.stream().filter(line -> line.startsWith("1 deliver")).count());
    }
}
