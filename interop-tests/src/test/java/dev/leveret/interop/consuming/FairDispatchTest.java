package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
