package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery may not be unacknowledged for ever; with the queue on the channel's own loop and on another. */
@ParameterizedClass
@ValueSource(ints = {0, 1})
class AckTimeoutTest {

    private static final String CANCELLED = "1 Cancel[consumerTag=c, noWait=true]";

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client;
    private final SimulatedClient owner = broker.client(0);

    AckTimeoutTest(int loopOfTheClient) {
        client = broker.client(loopOfTheClient);
    }

    private static FieldTable timeout(int millis) {
        return FieldTable.of("x-consumer-timeout", new FieldValue.Int32(millis));
    }

    private void declare(FieldTable arguments) {
        broker.ask(owner, new QueueMethod.Declare("q", false, false, false, false, false, arguments));
    }

    private List<String> consume(SimulatedClient who, String tag, FieldTable arguments) {
        return broker.ask(who, new BasicMethod.Consume("q", tag, false, false, false, false, arguments));
    }

    /** What the client is sent in that time. */
    private List<String> pass(long millis) {
        var received = new ArrayList<String>();
        for (long passed = 0; passed < millis; passed += 25) {
            broker.loops.advanceMillis(25);
            received.addAll(broker.settle(client));
        }
        return received;
    }

    private static String closed(int millis) {
        return "406 PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: " + millis
                + " ms. This timeout value can be configured, see consumers doc guide to learn more at 0.0";
    }

    private String ready() {
        return broker.ask(owner, Methods.declarePassive("q")).get(0).replaceFirst(".*messageCount=", "");
    }

    @Test
    void consumerThatIsTooLateIsCancelledAndWhatItHasGoesBack() {
        // given
        declare(timeout(1_000));
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        assertEquals(List.of("1 deliver c 1 a"), pass(500));
        broker.publish(owner, "q", "b");
        // when
        assertEquals(List.of("1 deliver c 2 b"), pass(475));
        List<String> received = pass(250);
        // then
        assertEquals(List.of(CANCELLED), received);
        assertEquals("2, consumerCount=0]", ready());
        assertEquals(List.of(), client.errors());
    }

    @Test
    void consumerThatIsInTimeIsLeftAlone() {
        // given
        declare(timeout(1_000));
        consume(client, "c", FieldTable.EMPTY);
        // when
        for (int tag = 1; tag <= 10; tag++) {
            assertEquals(List.of(), pass(100));
            broker.publish(owner, "q", "m");
            assertEquals(1, pass(900).size());
            broker.ask(client, Methods.ack(tag));
        }
        // then
        assertEquals(List.of(), pass(5_000));
    }

    @Test
    void itsMessagesGoToTheNextConsumer() {
        // given
        declare(timeout(1_000).with("x-single-active-consumer", new FieldValue.Bool(true)));
        consume(client, "c", FieldTable.EMPTY);
        SimulatedClient other = broker.client(1);
        consume(other, "d", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        broker.publish(owner, "q", "b");
        // when
        pass(1_250);
        // then
        assertEquals(List.of("1 deliver d 1 again a", "1 deliver d 2 again b"), other.received());
    }

    @Test
    void whatItSettlesAfterThatIsPassedOver() {
        // given
        declare(timeout(1_000));
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        broker.publish(owner, "q", "b");
        pass(1_250);
        // when
        broker.ask(client, Methods.ack(1));
        broker.ask(client, new BasicMethod.Nack(2, true, false));
        // then
        assertEquals(List.of(), client.errors());
        assertEquals("2, consumerCount=0]", ready());
        assertEquals(List.of("1 ConsumeOk[consumerTag=c]", "1 deliver c 3 again a", "1 deliver c 4 again b"),
                consume(client, "c", FieldTable.EMPTY));
        broker.ask(client, Methods.ack(5));
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 5 at 60.80"), client.errors());
    }

    @Test
    void othersOfItsChannelGoOn() {
        // given a consumer that is too late, and one of another queue that has a limit of its own
        declare(timeout(1_000));
        broker.ask(owner, new QueueMethod.Declare("r", false, false, false, false, false, timeout(10_000)));
        consume(client, "c", FieldTable.EMPTY);
        broker.ask(client, Methods.consume("r", "d"));
        broker.publish(owner, "q", "a");
        broker.publish(owner, "r", "b");
        // when
        List<String> received = pass(9_000);
        // then
        assertEquals(List.of("1 deliver c 1 a", "1 deliver d 2 b", CANCELLED), received);
        assertEquals(List.of("1 Cancel[consumerTag=d, noWait=true]"), pass(2_500));
    }

    @Test
    void clientThatCanNotBeToldLosesItsChannel() {
        // given
        declare(timeout(1_000));
        consume(client.withoutCancelNotify(), "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        // when
        pass(1_250);
        // then
        assertEquals(List.of(closed(1_000)), client.errors());
        assertEquals("1, consumerCount=0]", ready());
    }

    @Test
    void messageOfBasicGetCountsToo() {
        // given
        declare(timeout(1_000));
        broker.publish(owner, "q", "a");
        broker.ask(client, new BasicMethod.Get("q", false));
        // when
        pass(1_250);
        // then
        assertEquals(List.of(closed(1_000)), client.errors());
        assertEquals("1, consumerCount=0]", ready());
    }

    @Test
    void soDoesWhatACancelledConsumerHasLeft() {
        // given
        declare(timeout(1_000));
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        pass(25);
        broker.ask(client, Methods.cancel("c"));
        // when
        pass(1_250);
        // then
        assertEquals(List.of(closed(1_000)), client.errors());
    }

    @Test
    void theConsumersArgumentComesBeforeTheQueues() {
        // given
        declare(timeout(10_000));
        consume(client, "c", timeout(1_000));
        broker.publish(owner, "q", "a");
        // when
        List<String> received = pass(1_250);
        // then
        assertEquals(List.of("1 deliver c 1 a", CANCELLED), received);
    }

    @Test
    void zeroIsForEver() {
        // given
        declare(timeout(1_000));
        consume(client, "c", timeout(0));
        broker.publish(owner, "q", "a");
        // when
        List<String> received = pass(10_000);
        // then
        assertEquals(List.of("1 deliver c 1 a"), received);
    }

    @Test
    void theBrokersSettingIsForThoseThatSayNothing() {
        // given
        client.with("consumer_timeout", "1000");
        declare(FieldTable.EMPTY);
        broker.ask(owner, new QueueMethod.Declare("r", false, false, false, false, false, timeout(0)));
        consume(client, "c", FieldTable.EMPTY);
        broker.ask(client, Methods.consume("r", "d"));
        broker.publish(owner, "q", "a");
        broker.publish(owner, "r", "b");
        // when
        List<String> received = pass(10_000);
        // then
        assertEquals(List.of("1 deliver c 1 a", "1 deliver d 2 b", CANCELLED), received);
    }

    @Test
    void withoutAnyThereIsNone() {
        // given
        declare(FieldTable.EMPTY);
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        // when
        List<String> received = pass(10_000);
        // then
        assertEquals(List.of("1 deliver c 1 a"), received);
    }

    @Test
    void aPolicyMayBringOneAndTakeItAway() {
        // given
        declare(FieldTable.EMPTY);
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        pass(25);
        var definition = FieldTable.of("consumer-timeout", new FieldValue.Int32(1_000));
        var policy = new Policy(PolicyKind.USER, "p", "^q$", ApplyTo.QUEUES, 0, definition);
        // when one comes and goes again
        broker.vhost.policies().set(policy);
        assertEquals(List.of(), pass(800));
        broker.vhost.policies().clear(PolicyKind.USER, "p");
        assertEquals(List.of(), pass(10_000));
        // and when it comes to stay
        broker.vhost.policies().set(policy);
        // then
        assertEquals(List.of(CANCELLED), pass(1_250));
    }

    @Test
    void whatATransactionHasSettledIsSettled() {
        // given
        declare(timeout(1_000));
        broker.ask(client, new TxMethod.Select());
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        pass(100);
        broker.ask(client, Methods.ack(1));
        assertEquals(List.of(), pass(5_000));
        // when it is unsettled again, it is as old as it is
        broker.ask(client, new TxMethod.Rollback());
        // then
        assertEquals(List.of(CANCELLED), pass(150));
    }

    @Test
    void aClosedChannelIsLeftAlone() {
        // given
        declare(timeout(1_000));
        consume(client, "c", FieldTable.EMPTY);
        broker.publish(owner, "q", "a");
        pass(100);
        // when
        broker.on(client, () -> client.close(() -> {}));
        // then
        assertEquals(List.of(), pass(5_000));
        assertEquals(List.of(), client.errors());
        assertEquals("1, consumerCount=0]", ready());
    }
}
