package dev.leveret.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A channel whose every step writes a line: what was asked, and what came of it. If the broker has closed it, or its
 * connection, the next step opens another one.
 */
public final class RecordedChannel {

    private static final String FENCE = "fence";

    private final Stage stage;
    private final int number;
    private Connection connection;
    private Channel channel;
    private Settlements settlements;
    private int consumers;

    RecordedChannel(Stage stage, Connection connection, int number) {
        this.stage = stage;
        this.connection = connection;
        this.number = number;
    }

    private interface Call<T> {
        T on(Channel channel) throws IOException;
    }

    // ---- queues and exchanges

    /** Declares a queue that is neither durable nor exclusive, with these arguments, and answers its name. */
    public String queue(Map<String, Object> arguments) throws Exception {
        return declare(stage.queueName(), "", arguments);
    }

    /** Declares a quorum queue with these arguments besides its type, and answers its name. */
    public String quorumQueue(Map<String, Object> arguments) throws Exception {
        return declare(stage.queueName(), "durable", Stage.quorum(arguments));
    }

    /** Declares a queue with these of the words durable, exclusive and auto-delete. */
    public String declare(String queue, String words, Map<String, Object> arguments) throws Exception {
        step("queue.declare " + quoted(queue) + (words.isEmpty() ? "" : " " + words) + Rendering.arguments(arguments),
                at -> at.queueDeclare(queue, words.contains("durable"), words.contains("exclusive"),
                        words.contains("auto-delete"), arguments),
                RecordedChannel::counts);
        return queue;
    }

    /** Declares a transient exchange and answers its name. */
    public String exchange(String type, Map<String, Object> arguments) throws Exception {
        return declareExchange(stage.exchangeName(), type, arguments);
    }

    /** Declares a transient exchange of this name. */
    public String declareExchange(String exchange, String type, Map<String, Object> arguments) throws Exception {
        step("exchange.declare " + exchange + " " + type + Rendering.arguments(arguments),
                at -> at.exchangeDeclare(exchange, type, false, false, arguments), ok -> "ok");
        return exchange;
    }

    public void bind(String queue, String exchange, String key) throws Exception {
        bind(queue, exchange, key, Map.of());
    }

    public void bind(String queue, String exchange, String key, Map<String, Object> arguments) throws Exception {
        step("queue.bind " + quoted(queue) + " to " + exchange + " by " + quoted(key) + Rendering.arguments(arguments),
                at -> at.queueBind(queue, exchange, key, arguments), ok -> "ok");
    }

    /** A passive declare: messages and consumers of a queue. */
    public void counts(String queue) throws Exception {
        step("passive queue.declare " + quoted(queue), at -> settled(at, queue), RecordedChannel::counts);
    }

    /**
     * RabbitMQ looks at this question before it looks at acknowledgements that were sent earlier, so it is asked until these
     * have been looked at.
     */
    static AMQP.Queue.DeclareOk settled(Channel channel, String queue) throws IOException {
        channel.queueDeclarePassive(queue);
        channel.queueDeclarePassive(queue);
        return channel.queueDeclarePassive(queue);
    }

    public void purge(String queue) throws Exception {
        step("queue.purge " + queue, at -> at.queuePurge(queue), ok -> ok.getMessageCount() + " messages");
    }

    public void delete(String queue) throws Exception {
        delete(queue, false, false);
    }

    public void delete(String queue, boolean ifUnused, boolean ifEmpty) throws Exception {
        step("queue.delete " + queue + (ifUnused ? " if-unused" : "") + (ifEmpty ? " if-empty" : ""),
                at -> at.queueDelete(queue, ifUnused, ifEmpty), ok -> ok.getMessageCount() + " messages");
    }

    public void deleteExchange(String exchange) throws Exception {
        step("exchange.delete " + exchange, at -> at.exchangeDelete(exchange), ok -> "ok");
    }

    // ---- messages

    /** Publishes texts, each when the one before it has been confirmed or refused. */
    public void publish(String exchange, String key, String... bodies) throws Exception {
        for (String body : bodies) {
            publish(exchange, key, Content.of(body));
        }
    }

    /** Publishes a message and waits until it is confirmed or refused. */
    public void publish(String exchange, String key, Content content) throws Exception {
        byte[] body = content.body().getBytes(StandardCharsets.UTF_8);
        open();
        if (settlements == null) {
            settlements = Settlements.of(channel);
        }
        String what = "basic.publish to " + quoted(exchange) + " key " + quoted(key)
                + (content.mandatory() ? " mandatory " : " ") + Rendering.content(content.properties(), body);
        try {
            channel.basicPublish(exchange, key, content.mandatory(), content.properties(), body);
            line(what + " -> " + settlements.next());
        } catch (ShutdownSignalException e) {
            line(what + " -> " + closeText(e));
        }
    }

    /** Publishes a text and waits for nothing; the channel is one that is not in confirm mode. */
    public void send(String exchange, String key, String body) throws Exception {
        send("basic.publish to " + quoted(exchange) + " key " + quoted(key) + " \"" + body + "\" without confirms",
                at -> at.basicPublish(exchange, key, null, body.getBytes(StandardCharsets.UTF_8)));
    }

    public void txSelect() throws Exception {
        step("tx.select", Channel::txSelect, ok -> "ok");
    }

    public void txCommit() throws Exception {
        step("tx.commit", Channel::txCommit, ok -> "ok");
    }

    /** One basic.get with acknowledgement; answers the tag, or 0 if the queue is empty. */
    public long get(String queue) throws Exception {
        return tag(step("basic.get " + queue, at -> at.basicGet(queue, false), RecordedChannel::got));
    }

    /** One basic.get without acknowledgement. */
    public void take(String queue) throws Exception {
        step("basic.get " + queue + " no-ack", at -> at.basicGet(queue, true), RecordedChannel::got);
    }

    /** Gets without acknowledgement until there is nothing more. */
    public void drain(String queue) throws Exception {
        GetResponse response;
        do {
            response = step("basic.get " + queue + " no-ack", at -> at.basicGet(queue, true), RecordedChannel::got);
        } while (response != null);
    }

    public void ack(long tag) throws Exception {
        send("basic.ack " + tag, at -> at.basicAck(tag, false));
    }

    public void ackUpTo(long tag) throws Exception {
        send("basic.ack " + tag + " multiple", at -> at.basicAck(tag, true));
    }

    public void reject(long tag, boolean requeue) throws Exception {
        send("basic.reject " + tag + (requeue ? " requeue" : ""), at -> at.basicReject(tag, requeue));
    }

    public void nack(long tag, boolean requeue) throws Exception {
        send("basic.nack " + tag + (requeue ? " requeue" : ""), at -> at.basicNack(tag, false, requeue));
    }

    public void nackUpTo(long tag, boolean requeue) throws Exception {
        send("basic.nack " + tag + " multiple" + (requeue ? " requeue" : ""), at -> at.basicNack(tag, true, requeue));
    }

    public void recover() throws Exception {
        step("basic.recover requeue", at -> at.basicRecover(true), ok -> "ok");
    }

    // ---- consumers

    public void qos(int prefetch) throws Exception {
        qos(prefetch, false);
    }

    public void qos(int prefetch, boolean global) throws Exception {
        step("basic.qos " + prefetch + (global ? " global" : ""), at -> {
            at.basicQos(prefetch, global);
            return at;
        }, ok -> "ok");
    }

    /** Consumes with acknowledgements. */
    public RecordedConsumer consume(String queue) throws Exception {
        return consume(queue, "", Map.of());
    }

    /** Consumes with these of the words no-ack and exclusive, and with arguments. */
    public RecordedConsumer consume(String queue, String words, Map<String, Object> arguments) throws Exception {
        RecordedConsumer consumer = new RecordedConsumer(this, queue, "C" + number + "." + ++consumers);
        consume(consumer, queue, words, arguments);
        return consumer;
    }

    /** Consumes under the tag of another consumer, which gets what comes. */
    public void consumeAs(RecordedConsumer consumer, String queue) throws Exception {
        consume(consumer, queue, "", Map.of());
    }

    private void consume(RecordedConsumer consumer, String queue, String words, Map<String, Object> arguments)
            throws Exception {
        step("basic.consume " + quoted(queue) + " as " + consumer.tag() + (words.isEmpty() ? "" : " " + words)
                + Rendering.arguments(arguments),
                at -> at.basicConsume(queue, words.contains("no-ack"), consumer.tag(), false, words.contains("exclusive"),
                        arguments, (tag, delivery) -> consumer.deliver(delivery), consumer::cancel),
                ok -> "ok");
    }

    public void cancel(RecordedConsumer consumer) throws Exception {
        step("basic.cancel " + consumer.tag(), at -> {
            at.basicCancel(consumer.tag());
            return at;
        }, ok -> "ok");
    }

    /** Closes the channel, as its user. */
    public void close() throws Exception {
        step("channel.close", at -> {
            at.abort();
            return at;
        }, ok -> "ok");
    }

    /** Closes the connection, as its user. */
    public void closeConnection() throws Exception {
        open();
        connection.abort((int) TimeUnit.SECONDS.toMillis(Deadline.SECONDS));
        line("connection.close -> ok");
    }

    // ---- waiting

    /** Waits until a queue has so many ready messages, and writes down how many it has then. */
    public void awaitReady(String queue, int count) throws Exception {
        int ready = stage.watch().ready(queue, count);
        line(queue + (ready < 0 ? " is not there" : " comes to " + ready + " ready messages"));
    }

    /**
     * Gets without acknowledgement until a message comes whose body is "fence": it was the last to be sent on its way. Ends too
     * if the broker closes the channel.
     */
    public void awaitFence(String queue) throws Exception {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Deadline.SECONDS);
            String body = "";
            while (!body.equals(FENCE) && System.nanoTime() < end) {
                GetResponse response = open().basicGet(queue, true);
                if (response != null) {
                    body = new String(response.getBody(), StandardCharsets.UTF_8);
                    line(queue + " has " + Rendering.content(response.getProps(), response.getBody()));
                }
            }
            line(queue + (body.equals(FENCE) ? " has no more" : " has no fence"));
        } catch (IOException | ShutdownSignalException e) {
            line(closeText(closeOf(e)));
        }
    }

    /** Waits until a queue has so many consumers, and writes down how many it has then. */
    public void awaitConsumers(String queue, int count) throws Exception {
        int there = stage.watch().consumers(queue, count);
        line(queue + (there < 0 ? " is not there" : " comes to " + there + " consumers"));
    }

    /** Waits until there is no queue of this name. */
    public void awaitGone(String queue) throws Exception {
        line(queue + (stage.watch().isGone(queue) ? " is gone" : " is still there"));
    }

    /** Waits until the broker closes the channel or its connection. */
    public void awaitClose() throws Exception {
        QueueWatch.await(() -> channel.isOpen() ? 0 : 1, 1);
        line(channel.isOpen() ? "the channel stays open" : closeText(channel.getCloseReason()));
    }

    // ---- how a step is played

    Connection connection() {
        return connection;
    }

    void line(String line) {
        stage.line(number + " " + line);
    }

    /** The channel, another one if that is closed. */
    Channel open() throws IOException, TimeoutException {
        if (!connection.isOpen()) {
            connection = stage.connect();
            channel = null;
        }
        if (channel == null || !channel.isOpen()) {
            channel = connection.createChannel();
            settlements = null;
        }
        return channel;
    }

    private void send(String what, Send send) throws Exception {
        Channel at = open();
        line(what);
        send.on(at);
    }

    private interface Send {
        void on(Channel channel) throws IOException;
    }

    /** Does it and writes down the answer, or the close that was the answer. */
    private <T> T step(String what, Call<T> call, Function<T, String> answer) throws Exception {
        try {
            T answered = call.on(open());
            line(what + " -> " + answer.apply(answered));
            return answered;
        } catch (IOException | ShutdownSignalException e) {
            line(what + " -> " + closeText(closeOf(e)));
            return null;
        }
    }

    private static ShutdownSignalException closeOf(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException close) {
                return close;
            }
        }
        throw new AssertionError("failed, but not by a close", failure);
    }

    private static String closeText(ShutdownSignalException close) {
        return close.getReason() == null ? "the socket is closed" : Rendering.close(CloseReason.of(close.getReason()));
    }

    private static String counts(AMQP.Queue.DeclareOk ok) {
        return quoted(ok.getQueue()) + ", " + ok.getMessageCount() + " messages, " + ok.getConsumerCount() + " consumers";
    }

    private static String got(GetResponse response) {
        return response == null ? "empty"
                : Rendering.message(response.getEnvelope(), response.getProps(), response.getBody()) + ", "
                + response.getMessageCount() + " left";
    }

    private static long tag(GetResponse response) {
        return response == null ? 0 : response.getEnvelope().getDeliveryTag();
    }

    private static String quoted(String name) {
        return name.isEmpty() ? "\"\"" : name;
    }
}
