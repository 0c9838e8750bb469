package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The consumers of a queue take turns. */
@WithBroker
class FairDispatchTest {

    @Test
    void consumersGetMessagesInTurn(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        List<Inbox> inboxes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            inboxes.add(Inbox.noAck(client.elsewhere(), queue));
        }
        // when
        client.publish("", queue, IntStream.range(0, 40).mapToObj(i -> "m" + i).toArray(String[]::new));
        // then
        for (Inbox inbox : inboxes) {
            inbox.nextTexts(10);
        }
    }

    @Test
    void busyConsumerIsPassedOver(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Channel busyChannel = client.elsewhere();
        busyChannel.basicQos(1);
        Inbox busy = Inbox.acknowledging(busyChannel, queue);
        Channel quickChannel = client.elsewhere();
        quickChannel.basicQos(1);
        Inbox quick = Inbox.acknowledging(quickChannel, queue);
        // when
        client.publish("", queue, IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new));
        busy.next();
        // then
        for (int i = 0; i < 9; i++) {
            quickChannel.basicAck(Inbox.tag(quick.next()), false);
        }
        assertEquals(0, busy.waiting());
    }

    @Test
    void aSmallPrefetchLeavesTheRestToABigOne(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox small = consume(client, queue, 1);
        Inbox big = consume(client, queue, 1000);
        // when
        client.publish("", queue, texts(100));
        // then
        assertEquals("m0", small.nextText());
        assertEquals("m1", big.nextText());
        big.nextTexts(98);
        assertEquals(0, small.waiting());
    }

    @Test
    void aBigPrefetchLeavesItsTurnToASmallOne(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox big = consume(client, queue, 1000);
        Channel channel = client.elsewhere();
        channel.basicQos(1);
        Inbox small = Inbox.acknowledging(channel, queue);
        client.publish("", queue, "m0", "m1", "m2");
        big.nextTexts(2);
        // when the one with the small prefetch can take a message again
        channel.basicAck(Inbox.tag(small.next()), false);
        channel.basicRecover(true); // answered when the queue has heard of the acknowledgement
        client.publish("", queue, "m3", "m4");
        // then both get one
        assertEquals(List.of("m3", "m4"), Stream.of(big.nextText(), small.nextText()).sorted().toList());
    }

    @Test
    void thoseThatCanTakeAMessageTakeTurns(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox two = consume(client, queue, 2);
        Inbox many = consume(client, queue, 1000);
        Inbox all = Inbox.noAck(client.elsewhere(), queue);
        // when
        client.publish("", queue, texts(22));
        // then
        assertEquals(List.of("m0", "m3"), two.nextTexts(2));
        assertEquals(List.of("m1", "m4", "m6"), many.nextTexts(10).subList(0, 3));
        assertEquals(List.of("m2", "m5", "m7"), all.nextTexts(10).subList(0, 3));
    }

    private static Inbox consume(Client client, String queue, int prefetch) throws Exception {
        Channel channel = client.elsewhere();
        channel.basicQos(prefetch);
        return Inbox.acknowledging(channel, queue);
    }

    private static String[] texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    @Test
    void messagesOfOneConsumerComeInTheOrderOfTheQueue(Client client) throws Exception {
        // given
        String queue = client.queue();
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        List<String> texts = IntStream.range(0, 2000).mapToObj(i -> "m" + i).toList();
        // when
        for (String text : texts) {
            client.channel().basicPublish("", queue, null, Client.bytes(text));
        }
        // then
        assertEquals(texts, inbox.nextTexts(2000));
    }
}
