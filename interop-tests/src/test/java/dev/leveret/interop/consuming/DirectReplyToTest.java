package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Return;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** amq.rabbitmq.reply-to: answers to a question without a queue for them. */
@WithBroker
class DirectReplyToTest {

    private static final String REPLY_TO = "amq.rabbitmq.reply-to";

    private Client client;
    private Channel requester;
    private Channel responder;
    private String requests;

    @BeforeEach
    void openBothSides(Client connected) throws Exception {
        client = connected;
        requester = client.channel();
        responder = client.elsewhere();
        requests = client.sharedQueue();
    }

    @Test
    void replyReachesTheRequester() throws Exception {
        // given
        Inbox replies = Inbox.noAck(requester, REPLY_TO);
        ask("question");
        Delivery question = question();
        // when
        var properties = new AMQP.BasicProperties.Builder().correlationId("42").build();
        responder.basicPublish("", question.getProperties().getReplyTo(), properties, Client.bytes("answer"));
        // then
        Delivery answer = replies.next();
        assertEquals("answer", Inbox.text(answer));
        assertEquals("42", answer.getProperties().getCorrelationId());
        assertEquals("", answer.getEnvelope().getExchange());
        assertEquals(question.getProperties().getReplyTo(), answer.getEnvelope().getRoutingKey());
    }

    @Test
    void manyRepliesComeInOrder() throws Exception {
        // given
        Inbox replies = Inbox.noAck(requester, REPLY_TO);
        ask("question");
        String address = question().getProperties().getReplyTo();
        // when
        for (int i = 0; i < 100; i++) {
            responder.basicPublish("", address, null, Client.bytes("answer " + i));
        }
        // then
        for (int i = 0; i < 100; i++) {
            assertEquals("answer " + i, replies.nextText());
        }
    }

    @Test
    void addressIsMadeUpForEachRequester() throws Exception {
        // given
        Channel another = client.elsewhere();
        Inbox.noAck(requester, REPLY_TO);
        Inbox.noAck(another, REPLY_TO);
        // when
        ask("one");
        String first = question().getProperties().getReplyTo();
        another.basicPublish("", requests, replyTo(), Client.bytes("two"));
        String second = question().getProperties().getReplyTo();
        // then
        assertTrue(first.startsWith(REPLY_TO + "."), first);
        assertTrue(second.startsWith(REPLY_TO + "."), second);
        assertNotEquals(first, second);
    }

    @Test
    void replyMayBeMandatoryAndConfirmed() throws Exception {
        // given
        Inbox replies = Inbox.noAck(requester, REPLY_TO);
        ask("question");
        String address = question().getProperties().getReplyTo();
        responder.confirmSelect();
        // when
        responder.basicPublish("", address, true, null, Client.bytes("answer"));
        // then
        assertTrue(responder.waitForConfirms(10_000));
        assertEquals("answer", replies.nextText());
    }

    @Test
    void responderCanAskWhetherTheRequesterIsStillThere() throws Exception {
        // given
        Inbox.noAck(requester, REPLY_TO);
        ask("question");
        String address = question().getProperties().getReplyTo();
        // when
        AMQP.Queue.DeclareOk there = responder.queueDeclarePassive(address);
        // then
        assertEquals(address, there.getQueue());
    }

    @Test
    void requesterThatLeftIsNotThere() throws Exception {
        // given
        Channel leaving = client.elsewhere();
        Inbox.noAck(leaving, REPLY_TO);
        leaving.basicPublish("", requests, replyTo(), Client.bytes("question"));
        String address = question().getProperties().getReplyTo();
        // when
        leaving.getConnection().close();
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue '" + address + "' in vhost '/'", QUEUE_DECLARE),
                CloseReason.of(() -> responder.queueDeclarePassive(address)));
    }

    @Test
    void mandatoryReplyToARequesterThatLeftIsReturned() throws Exception {
        // given
        Channel leaving = client.elsewhere();
        Inbox.noAck(leaving, REPLY_TO);
        leaving.basicPublish("", requests, replyTo(), Client.bytes("question"));
        String address = question().getProperties().getReplyTo();
        leaving.getConnection().close();
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        responder.addReturnListener(returns::add);
        // when
        responder.basicPublish("", address, true, null, Client.bytes("too late"));
        // then
        assertEquals("NO_ROUTE", Deadline.next(returns, "basic.return").getReplyText());
    }

    @Test
    void mandatoryMessageToAMadeUpAddressIsReturned() throws Exception {
        // given
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        responder.addReturnListener(returns::add);
        // when
        responder.basicPublish("", REPLY_TO + ".made-up", true, null, Client.bytes("lost"));
        // then
        assertEquals("NO_ROUTE", Deadline.next(returns, "basic.return").getReplyText());
    }

    @Test
    void consumerOfRepliesCanNotAcknowledge() {
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.acknowledging(requester, REPLY_TO));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - reply consumer cannot acknowledge", BASIC_CONSUME),
                reason);
    }

    @Test
    void channelHasOneConsumerOfReplies() throws Exception {
        // given
        Inbox.noAck(requester, REPLY_TO);
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.noAck(requester, REPLY_TO));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - reply consumer already set", BASIC_CONSUME), reason);
    }

    @Test
    void secondConsumerOfRepliesUnderTheSameTagIsRefusedForThatReasonToo() throws Exception {
        // given
        requester.basicConsume(REPLY_TO, true, "replies", new DefaultConsumer(requester));
        // when
        CloseReason reason = CloseReason.of(() -> consumeRepliesUnchecked("replies"));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - reply consumer already set", BASIC_CONSUME), reason);
    }

    @Test
    void consumerOfRepliesCanNotHaveTheTagOfAnotherConsumer() throws Exception {
        // given
        String queue = requester.queueDeclare().getQueue();
        requester.basicConsume(queue, true, "taken", new DefaultConsumer(requester));
        // when
        CloseReason reason = CloseReason.of(() -> consumeRepliesUnchecked("taken"));
        // then
        assertEquals(connectionClose(530, "NOT_ALLOWED - attempt to reuse consumer tag 'taken'", BASIC_CONSUME), reason);
    }

    /** The client itself would refuse a tag that it knows. */
    private void consumeRepliesUnchecked(String tag) throws IOException {
        requester.rpc(new AMQP.Basic.Consume.Builder().queue(REPLY_TO).consumerTag(tag).noAck(true).build());
    }

    @Test
    void cancelledConsumerOfRepliesCanBeReplaced() throws Exception {
        // given
        requester.basicCancel(Inbox.noAck(requester, REPLY_TO).consumerTag());
        // when
        Inbox replies = Inbox.noAck(requester, REPLY_TO);
        ask("question");
        responder.basicPublish("", question().getProperties().getReplyTo(), null, Client.bytes("answer"));
        // then
        assertEquals("answer", replies.nextText());
    }

    @Test
    void questionWithoutAConsumerOfRepliesIsRefused() throws Exception {
        // when
        ask("question");
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - fast reply consumer does not exist", BASIC_PUBLISH),
                CloseReason.awaited(requester));
    }

    @Test
    void anyOtherReplyToIsRelayedAsItIs() throws Exception {
        // when
        requester.basicPublish("", requests, new AMQP.BasicProperties.Builder().replyTo("my-own-queue").build(),
                new byte[0]);
        // then
        assertEquals("my-own-queue", question().getProperties().getReplyTo());
    }

    @Test
    void addressCanNotBeBound() throws Exception {
        // given
        Inbox.noAck(requester, REPLY_TO);
        ask("question");
        String address = question().getProperties().getReplyTo();
        // when: 3.10 says 404, 4.3 says 403
        CloseReason reason = CloseReason.of(() -> responder.queueBind(address, "amq.direct", "key"));
        // then
        assertTrue(reason.replyCode() == 404 || reason.replyCode() == 403, reason::toString);
        assertEquals(CloseReason.Scope.CHANNEL, reason.scope());
    }

    private void ask(String question) throws Exception {
        requester.basicPublish("", requests, replyTo(), Client.bytes(question));
    }

    private static AMQP.BasicProperties replyTo() {
        return new AMQP.BasicProperties.Builder().replyTo(REPLY_TO).build();
    }

    /** The question as the responder gets it. */
    private Delivery question() throws Exception {
        client.awaitReady(requests, 1);
        var got = responder.basicGet(requests, true);
        return new Delivery(got.getEnvelope(), got.getProps(), got.getBody());
    }
}
