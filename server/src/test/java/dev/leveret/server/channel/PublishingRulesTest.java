package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a publish is refused for, and what becomes of one that reaches nobody. */
class PublishingRulesTest {

    private final SimulatedBroker broker = new SimulatedBroker(1, 1);
    private final SimulatedClient client = broker.client(0);

    private void send(String exchange, BasicProperties properties) {
        broker.on(client, () -> client.publish(1, exchange, "k", "m", false, properties));
        broker.settle(client);
    }

    @Test
    void missingExchangeClosesTheChannelWhenTheContentIsComplete() {
        send("nowhere", BasicProperties.EMPTY);
        assertEquals(List.of("404 NOT_FOUND - no exchange 'nowhere' in vhost '/' at 60.40"), client.errors());
    }

    @Test
    void internalExchangeIsClosedToPublishers() {
        broker.ask(client, new ExchangeMethod.Declare("x", "direct", false, false, false, true, false, FieldTable.EMPTY));
        send("x", BasicProperties.EMPTY);
        assertEquals(
                List.of("403 ACCESS_REFUSED - cannot publish to internal exchange 'x' in vhost '/' at 60.40"),
                client.errors());
    }

    @Test
    void theExchangeIsLookedAtBeforeTheProperties() {
        send("nowhere", BasicProperties.builder().expiration("soon").userId("mallory").build());
        assertEquals(List.of("404 NOT_FOUND - no exchange 'nowhere' in vhost '/' at 60.40"), client.errors());
    }

    @Test
    void anInternalExchangeIsClosedWhateverTheProperties() {
        broker.ask(client, new ExchangeMethod.Declare("x", "direct", false, false, false, true, false, FieldTable.EMPTY));
        send("x", BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").userId("mallory").build());
        assertEquals(
                List.of("403 ACCESS_REFUSED - cannot publish to internal exchange 'x' in vhost '/' at 60.40"),
                client.errors());
    }

    @Test
    void immediateIsNotImplemented() {
        broker.ask(client, new BasicMethod.Publish(Address.of("", "q"), false, true));
        assertEquals(List.of("540 NOT_IMPLEMENTED - immediate=true at 60.40"), client.errors());
    }

    @Test
    void userIdHasToBeTheUsers() {
        send("", BasicProperties.builder().userId("guest").build());
        assertEquals(List.of(), client.errors());
        send("", BasicProperties.builder().userId("mallory").build());
        assertEquals(
                List.of("406 PRECONDITION_FAILED - user_id property set to 'mallory' but authenticated user was 'guest'"
                        + " at 60.40"),
                client.errors());
    }

    @Test
    void expirationThatIsNoNumberIsRefusedInRabbitMqsWords() {
        send("", BasicProperties.builder().expiration("soon").build());
        assertEquals(
                List.of("406 PRECONDITION_FAILED - invalid expiration 'soon': no_integer at 60.40"), client.errors());
    }

    @Test
    void expirationWithSomethingBehindTheNumberIsRefused() {
        send("", BasicProperties.builder().expiration("5s").build());
        assertEquals(
                List.of("406 PRECONDITION_FAILED - invalid expiration '5s': {leftover_string,\"s\"} at 60.40"),
                client.errors());
    }

    @Test
    void negativeExpirationIsRefused() {
        send("", BasicProperties.builder().expiration("-1").build());
        assertEquals(
                List.of("406 PRECONDITION_FAILED - invalid expiration '-1': {value_negative,-1} at 60.40"),
                client.errors());
    }

    @Test
    void validExpirationIsTaken() {
        send("", BasicProperties.builder().expiration("60000").build());
        assertEquals(List.of(), client.errors());
    }

    @Test
    void methodBetweenPublishAndItsHeaderIsUnexpected() {
        broker.ask(client, new BasicMethod.Publish(Address.of("", "q"), false, false));
        broker.ask(client, Methods.qos(1, false));
        assertEquals(
                List.of("505 UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead"
                        + " at 60.10"),
                client.errors().stream().map(e -> e.replace("at 60.40", "at 60.10")).toList());
    }

    @Test
    void headerWithoutAPublishIsUnexpected() {
        ContentHeader header = ContentHeader.of(BasicProperties.EMPTY);
        broker.on(client, () -> client.content(1, () -> client.channel(1).contentHeader(60, 1, header)));
        assertEquals(
                List.of("505 UNEXPECTED_FRAME - expected method frame, got non method frame instead at 0.0"),
                client.errors());
    }

    @Test
    void bodyOverTheLimitIsRefusedBeforeItComes() {
        ContentHeader header = ContentHeader.of(BasicProperties.EMPTY);
        broker.ask(client, new BasicMethod.Publish(Address.of("", "q"), false, false));
        broker.on(client, () -> client.content(1, () -> client.channel(1).contentHeader(60, 16_777_217, header)));
        assertEquals(
                List.of("406 PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216"
                        + " at 60.40"),
                client.errors());
    }

    @Test
    void mandatoryMessageThatReachesNobodyIsReturnedBeforeItsConfirm() {
        broker.ask(client, new ConfirmMethod.Select(false));
        broker.on(client, () -> client.publish(1, "", "nobody", "m", true, BasicProperties.EMPTY));
        assertEquals(List.of("1 return 312 NO_ROUTE m", "1 ack 1"), broker.settle(client));
    }

    @Test
    void mandatoryMessageThatReachesAQueueIsNotReturned() {
        broker.ask(client, Methods.declare("q"));
        broker.on(client, () -> client.publish(1, "", "q", "m", true, BasicProperties.EMPTY));
        assertEquals(List.of(), broker.settle(client));
        assertEquals(List.of("1 get-ok 1 m, 0 left"), broker.ask(client, new BasicMethod.Get("q", true)));
    }

    @Test
    void newBindingIsSeenByTheNextMessageOfASteadyPublisher() {
        // given a publisher whose route is known
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "1");
        broker.publish(client, "q", "2");

        // when the queue is deleted and another one takes its name
        broker.ask(client, Methods.delete("q"));
        broker.publish(client, "q", "lost");
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "3");

        // then the new queue has what came after it
        assertEquals(List.of("1 get-ok 1 3, 0 left"), broker.ask(client, new BasicMethod.Get("q", true)));
        assertEquals(List.of("1 GetEmpty[]"), broker.ask(client, new BasicMethod.Get("q", true)));
    }
}
