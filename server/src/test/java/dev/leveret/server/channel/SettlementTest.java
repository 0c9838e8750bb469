package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** Acknowledging, refusing and recovering, with the queue on the channel's own loop and on another. */
@ParameterizedClass
@ValueSource(ints = {0, 1})
class SettlementTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client;
    private final SimulatedClient owner = broker.client(0);

    SettlementTest(int loopOfTheClient) {
        client = broker.client(loopOfTheClient);
    }

    @BeforeEach
    void threeMessages() {
        broker.ask(owner, Methods.declare("q"));
        for (String body : List.of("a", "b", "c")) {
            broker.publish(owner, "q", body);
        }
    }

    private String get() {
        return broker.ask(client, new BasicMethod.Get("q", false)).get(0).replaceFirst("1 get-ok ", "");
    }

    private String ready() {
        return broker.ask(owner, Methods.declarePassive("q")).get(0).replaceFirst(".*messageCount=", "");
    }

    @Test
    void acknowledgedMessageIsGone() {
        get();
        broker.ask(client, Methods.ack(1));
        broker.ask(client, new BasicMethod.Recover(true));
        assertEquals("2 b, 1 left", get());
    }

    @Test
    void recoverIsAnsweredWhenTheQueuesHaveTheMessages() {
        // given an unacknowledged message
        get();

        // when it is given back
        broker.on(client, () -> client.send(1, new BasicMethod.Recover(true)));

        // then the answer waits for the loops of all queues
        assertEquals(List.of(), client.received());
        assertEquals(List.of("1 RecoverOk[]"), broker.settle(client));
    }

    @Test
    void multipleSettlesAllUpToTheTag() {
        get();
        get();
        get();
        broker.ask(client, Methods.ackUpTo(2));
        assertEquals(List.of("1 RecoverOk[]"), broker.ask(client, new BasicMethod.Recover(true)));
        assertEquals("4 again c, 0 left", get());
    }

    @Test
    void tagZeroWithMultipleSettlesAll() {
        get();
        get();
        broker.ask(client, Methods.ackUpTo(0));
        assertEquals(List.of(), client.errors());
        broker.ask(client, new BasicMethod.Recover(true));
        assertEquals("3 c, 0 left", get());
    }

    @Test
    void tagZeroAloneIsUnknown() {
        get();
        broker.ask(client, Methods.ack(0));
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 0 at 60.80"), client.errors());
    }

    @Test
    void tagIsUnknownAfterItWasSettled() {
        get();
        broker.ask(client, Methods.ack(1));
        broker.ask(client, new BasicMethod.Nack(1, false, true));
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 1 at 60.120"), client.errors());
    }

    @Test
    void multipleUpToAnUnknownTagSettlesNothing() {
        get();
        broker.ask(client, Methods.ackUpTo(7));
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 7 at 60.80"), client.errors());
        assertEquals("3, consumerCount=0]", ready());
    }

    @Test
    void requeuedMessagesReturnToTheirPlacesMarkedAsRedelivered() {
        get();
        get();
        broker.ask(client, new BasicMethod.Nack(2, true, true));
        assertEquals("3 again a, 2 left", get());
        assertEquals("4 again b, 1 left", get());
        assertEquals("5 c, 0 left", get());
    }

    @Test
    void rejectedMessageIsDroppedUnlessItIsRequeued() {
        get();
        broker.ask(client, new BasicMethod.Reject(1, false));
        get();
        broker.ask(client, new BasicMethod.Reject(2, true));
        assertEquals("3 again b, 1 left", get());
    }

    @Test
    void recoverWithoutRequeueIsNotImplemented() {
        broker.ask(client, new BasicMethod.Recover(false));
        assertEquals(List.of("540 NOT_IMPLEMENTED - requeue=false at 60.110"), client.errors());
    }

    @Test
    void recoverAsyncIsNotAnswered() {
        get();
        assertEquals(List.of(), broker.ask(client, new BasicMethod.RecoverAsync(true)));
        assertEquals("2 again a, 2 left", get());
    }

    @Test
    void deliveriesOfADeletedQueueCanStillBeSettled() {
        get();
        broker.ask(owner, Methods.delete("q"));
        broker.ask(client, Methods.ack(1));
        assertEquals(List.of(), client.errors());
    }
}
