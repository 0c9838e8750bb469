package dev.leveret.interop.publishing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of many frames and big headers come out as they went in. */
@WithBroker
class LargeMessageTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8184, 131_063, 131_064, 131_065, 262_128, 262_129, 3_000_000})
    void bodyOfAnySizeArrivesUnchanged(int size, Client client) throws Exception {
        // given
        String queue = client.queue();
        byte[] body = random(size);
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        // when
        client.channel().basicPublish("", queue, null, body);
        // then
        assertArrayEquals(body, inbox.next().getBody());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 131_064, 131_065, 3_000_000})
    void persistentBodyOfAnySizeArrivesUnchanged(int size, Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("durable"), true, false, false, Map.of()).getQueue();
        byte[] body = random(size);
        client.channel().confirmSelect();
        // when
        client.channel().basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
        client.channel().waitForConfirmsOrDie(10_000);
        // then
        assertArrayEquals(body, client.channel().basicGet(queue, true).getBody());
    }

    @Test
    void bigMessagesOfSeveralChannelsDoNotMix(Client client) throws Exception {
        // given
        Inbox[] inboxes = new Inbox[4];
        Channel[] channels = new Channel[inboxes.length];
        String[] queues = new String[inboxes.length];
        for (int i = 0; i < inboxes.length; i++) {
            queues[i] = client.queue();
            channels[i] = client.sibling();
            inboxes[i] = Inbox.noAck(channels[i], queues[i]);
        }
        // when
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < inboxes.length; i++) {
                byte[] body = new byte[400_000];
                Arrays.fill(body, (byte) (i + 1));
                channels[i].basicPublish("", queues[i], null, body);
            }
        }
        // then
        for (int i = 0; i < inboxes.length; i++) {
            byte[] expected = new byte[400_000];
            Arrays.fill(expected, (byte) (i + 1));
            for (int round = 0; round < 5; round++) {
                assertTrue(Arrays.equals(expected, inboxes[i].next().getBody()));
            }
        }
    }

    @Test
    void bigHeadersArriveUnchanged(Client client) throws Exception {
        // given
        String queue = client.queue();
        String big = "x".repeat(60_000);
        var properties = new AMQP.BasicProperties.Builder().headers(Map.of("big", big, "small", 1)).build();
        // when
        client.channel().basicPublish("", queue, properties, new byte[0]);
        // then
        var headers = client.channel().basicGet(queue, true).getProps().getHeaders();
        assertEquals(big, ((LongString) headers.get("big")).toString());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
