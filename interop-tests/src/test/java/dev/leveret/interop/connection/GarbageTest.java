package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid sessions with octets changed, cut out, doubled or swapped, thrown at a running broker. */
@LeveretOnly("looks into the broker's log and memory")
class GarbageTest {

    private static final int CONNECTIONS = 2_000, SESSIONS_PER_CONNECTION = 20, THROWERS = 32, MUTATED_ONE_IN = 40,
            QUEUES = 5;
    private static final long SEED = 0xA0_91;
    private static final long MEMORY_LIMIT_KIB = 700 * 1024;

    @Test
    void brokerSurvivesGarbageAndServesOn(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data); Client client = new Client(process.broker())) {
            // given
            String witness = client.sharedQueue();
            for (int i = 0; i < QUEUES; i++) {
                client.channel().queueDeclare("g" + i, false, false, false, Map.of());
            }
            client.publish("", witness, "before");
            // when
            try (ExecutorService throwers = Executors.newFixedThreadPool(THROWERS)) {
                List<Future<?>> throwing = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    Random random = new Random(SEED + i);
                    boolean loggedIn = i % 2 == 0;
                    throwing.add(throwers.submit(() -> throwGarbage(process.broker(), random, loggedIn)));
                }
                for (Future<?> thrown : throwing) {
                    thrown.get();
                }
            }
            // then
            client.publish("", witness, "after");
            assertEquals(List.of("before", "after"), client.drain(witness));
            assertEquals(List.of(), process.stackTraceLines());
            assertTrue(process.residentKiB() < MEMORY_LIMIT_KIB, () -> process.logText());
        }
    }

    /** One connection: either garbage from the first octet on, or a proper login and then garbage. */
    private static Void throwGarbage(Broker broker, Random random, boolean loggedIn) throws IOException {
        try (Socket socket = new Socket(broker.host(), broker.port())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(loggedIn ? login() : mutated(login(), random));
            for (int i = 0; i < SESSIONS_PER_CONNECTION; i++) {
                // Garbage within good frames gets further than garbage frames do; each connection ends in the latter.
                byte[] session = session(random);
                bytes.write(i < SESSIONS_PER_CONNECTION - 1 ? session : mutated(session, random));
            }
            socket.getOutputStream().write(bytes.toByteArray());
            socket.shutdownOutput();
            // Order: read to the end before the socket is closed, or a reset takes away what the broker has not read.
            socket.setSoTimeout(Deadline.SECONDS * 1000);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // The broker hung up on garbage before it had read all of it: as it should.
            return null;
        }
        return null;
    }

    private static byte[] login() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(RawClient.protocolHeader());
        for (Method method : List.of(RawClient.startOk(), RawClient.tuneOk(2047, 131072, 0),
                RawClient.connectionOpen("/"))) {
            bytes.write(RawClient.encoded(RawClient.METHOD, 0, RawClient.payload(method), RawClient.FRAME_END));
        }
        bytes.write(RawClient.encoded(RawClient.METHOD, 1, RawClient.payload(new AMQP.Channel.Open.Builder().build()),
                RawClient.FRAME_END));
        return bytes.toByteArray();
    }

    private static byte[] session(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Method method : methods(random)) {
            byte[] payload = random.nextInt(MUTATED_ONE_IN) == 0
                    ? mutated(RawClient.payload(method), random)
                    : RawClient.payload(method);
            bytes.write(RawClient.encoded(RawClient.METHOD, 1, payload, RawClient.FRAME_END));
            if (method instanceof AMQP.Basic.Publish) {
                byte[] body = new byte[random.nextInt(200)];
                byte[] header = ByteBuffer.allocate(14).putShort((short) 60).putShort((short) 0).putLong(body.length)
                        .array();
                bytes.write(RawClient.encoded(RawClient.HEADER, 1, header, RawClient.FRAME_END));
                bytes.write(RawClient.encoded(RawClient.BODY, 1, body, RawClient.FRAME_END));
            }
        }
        return bytes.toByteArray();
    }

    private static List<Method> methods(Random random) {
        List<Method> all = new ArrayList<>(List.of(
                new AMQP.Queue.Declare.Builder().queue("g" + random.nextInt(QUEUES))
                        .arguments(Map.of("x-a", Map.of("b", List.of(1, "c", 2.5)))).build(),
                new AMQP.Exchange.Declare.Builder().exchange("e" + random.nextInt(3)).type("topic").autoDelete(true)
                .build(),
                new AMQP.Queue.Bind.Builder().queue("g" + random.nextInt(QUEUES)).exchange("amq.topic")
                .routingKey("a.#")
                .build(),
                new AMQP.Basic.Publish.Builder().exchange("amq.topic").routingKey("a.b").mandatory(true).build(),
                new AMQP.Basic.Consume.Builder().queue("g" + random.nextInt(QUEUES)).consumerTag("t" + random.nextInt())
                .build(),
                new AMQP.Basic.Ack.Builder().deliveryTag(0).multiple(true).build(),
                new AMQP.Basic.Qos.Builder().prefetchCount(random.nextInt(9)).build(),
                new AMQP.Confirm.Select.Builder().build(),
                new AMQP.Queue.Purge.Builder().queue("g" + random.nextInt(QUEUES)).build()));
        Collections.shuffle(all, random);
        return all;
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        for (int i = random.nextInt(4); i > 0 && result.length > 0; i--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(5)) {
                case 0 -> result[at] = (byte) random.nextInt();
                case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> result = without(result, at, 1 + random.nextInt(8));
                case 3 -> result[at] = (byte) 0xFF;
                default -> result = doubled(result, at, 1 + random.nextInt(30));
            }
        }
        return result;
    }

    private static byte[] without(byte[] bytes, int from, int count) {
        int to = Math.min(bytes.length, from + count);
        return ByteBuffer.allocate(bytes.length - (to - from)).put(bytes, 0, from).put(bytes, to, bytes.length - to)
                .array();
    }

    private static byte[] doubled(byte[] bytes, int from, int count) {
        int to = Math.min(bytes.length, from + count);
        ByteBuffer result = ByteBuffer.allocate(bytes.length + to - from);
        return result.put(bytes, 0, to).put(bytes, from, bytes.length - from).array();
    }
}
