package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies go straight to whoever asked, without a queue: RabbitMQ doc page "Direct Reply-to". */
class DirectReplyToTest {

    private static final String NAME = "amq.rabbitmq.reply-to";
    private static final BasicProperties REQUEST =
            BasicProperties.builder().replyTo(NAME).build();

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient asking = broker.client(0);
    private final SimulatedClient answering = broker.client(1);

    @BeforeEach
    void requests() {
        broker.ask(answering, Methods.declare("requests"));
        broker.ask(answering, Methods.consumeNoAck("requests", "server"));
    }

    /** Sends a request; the address that came with it. */
    private String request() {
        broker.on(asking, () -> asking.publish(1, "", "requests", "?", false, REQUEST));
        broker.loops.untilIdle();
        String address = answering.lastReplyTo();
        answering.received();
        return address;
    }

    @Test
    void replyComesToTheConsumerThroughAnAddressOfItsOwn() {
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String address = request();
        assertTrue(address.startsWith(NAME + "."), address);
        broker.publish(answering, address, "!");
        assertEquals(List.of("1 deliver r 1 !"), broker.settle(asking));
    }

    @Test
    void repliesShareTheChannelsDeliveryTags() {
        broker.ask(asking, Methods.declare("q"));
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String address = request();
        broker.publish(asking, "q", "m");
        broker.ask(asking, new BasicMethod.Get("q", true));
        broker.publish(answering, address, "!");
        assertEquals(List.of("1 deliver r 2 !"), broker.settle(asking));
    }

    @Test
    void requestWithoutAConsumerIsRefused() {
        broker.on(asking, () -> asking.publish(1, "", "requests", "?", false, REQUEST));
        assertEquals(
                List.of("406 PRECONDITION_FAILED - fast reply consumer does not exist at 60.40"), asking.errors());
    }

    @Test
    void consumerCannotAcknowledge() {
        broker.ask(asking, Methods.consume(NAME, "r"));
        assertEquals(
                List.of("406 PRECONDITION_FAILED - reply consumer cannot acknowledge at 60.20"), asking.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "s", ""})
    void channelHasOneSuchConsumer(String secondTag) {
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        broker.ask(asking, Methods.consumeNoAck(NAME, secondTag));
        assertEquals(List.of("406 PRECONDITION_FAILED - reply consumer already set at 60.20"), asking.errors());
    }

    @Test
    void cancelledConsumerGetsNothingAndMayBeStartedAgain() {
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String address = request();
        assertEquals(List.of("1 CancelOk[consumerTag=r]"), broker.ask(asking, Methods.cancel("r")));
        broker.publish(answering, address, "!");
        assertEquals(List.of(), broker.settle(asking));
        assertEquals(List.of("1 ConsumeOk[consumerTag=s]"), broker.ask(asking, Methods.consumeNoAck(NAME, "s")));
    }

    @Test
    void addressCanBeLookedForUntilItsChannelCloses() {
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String address = request();
        assertEquals(
                List.of("1 DeclareOk[queue=" + address + ", messageCount=0, consumerCount=1]"),
                broker.ask(answering, Methods.declarePassive(address)));
        broker.ask(asking, new ChannelMethod.Close(200, "", 0, 0));
        broker.ask(answering, Methods.declare(address));
        assertEquals(
                List.of("404 NOT_FOUND - no queue '" + address + "' in vhost '/' at 50.10"), answering.errors());
    }

    @Test
    void mandatoryReplyIsReturnedSinceThereIsNoQueue() {
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String address = request();
        broker.on(answering, () -> answering.publish(1, "", address, "!", true, BasicProperties.EMPTY));
        assertEquals(List.of("1 return 312 NO_ROUTE !"), broker.settle(answering));
        assertEquals(List.of("1 deliver r 1 !"), broker.settle(asking));
    }

    @Test
    void replyGoesToTheAddressesInItsCopyHeadersToo() {
        // given two who have asked
        broker.ask(asking, Methods.consumeNoAck(NAME, "r"));
        String first = request();
        SimulatedClient another = broker.client(1);
        broker.ask(another, Methods.consumeNoAck(NAME, "s"));
        broker.on(another, () -> another.publish(1, "", "requests", "?", false, REQUEST));
        broker.loops.untilIdle();
        String second = answering.lastReplyTo();
        broker.ask(answering, Methods.declare("q"));

        // when an answer names a queue, one of them twice, and the other one behind his back
        FieldTable headers = FieldTable.builder()
                .put("CC", new FieldValue.Array(List.of(text(first), text(first))))
                .put("BCC", new FieldValue.Array(List.of(text(second))))
                .build();
        BasicProperties properties = BasicProperties.builder().headers(headers).build();
        broker.on(answering, () -> answering.publish(1, "", "q", "!", true, properties));

        // then all of them get it, each once
        assertEquals(List.of("1 deliver r 1 !"), broker.settle(asking));
        assertEquals(List.of("1 deliver s 1 !"), another.received());
        assertEquals(List.of("1 get-ok 3 !, 0 left"), broker.ask(answering, new BasicMethod.Get("q", true)));
    }

    private static FieldValue text(String text) {
        return FieldValue.text(text);
    }

    @Test
    void pseudoQueueCannotBeBound() {
        broker.ask(asking, new QueueMethod.Bind(NAME, "amq.direct", "k", false, FieldTable.EMPTY));
        assertEquals(
                List.of("403 ACCESS_REFUSED - operation not permitted on queue 'amq.rabbitmq.reply-to' in vhost '/'"
                        + " at 50.20"),
                asking.errors());
    }
}
