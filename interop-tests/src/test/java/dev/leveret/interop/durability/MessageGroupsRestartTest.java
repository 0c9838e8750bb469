package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Message groups after a stop and after a kill, and with little memory. */
@LeveretOnly("ends the broker")
class MessageGroupsRestartTest {

    private static final Map<String, Object> GROUPS = Map.of("x-message-group-header", "group");

    private static void publish(Channel channel, int group, String text) throws Exception {
        var properties = new AMQP.BasicProperties.Builder().deliveryMode(2).headers(Map.of("group", group)).build();
        channel.basicPublish("", "q", properties, Client.bytes(text));
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void groupsAreThereAndFreeAndInOrder(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given two groups, the first message of each with a consumer
            Channel channel = broker.client().channel();
            channel.queueDeclare("q", true, false, false, GROUPS);
            channel.confirmSelect();
            for (String text : List.of("a1", "b1", "a2", "b2", "a3")) {
                publish(channel, text.startsWith("a") ? 1 : 2, text);
            }
            channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(Deadline.SECONDS));
            Channel consuming = broker.client().elsewhere();
            consuming.basicQos(2);
            assertEquals(List.of("a1", "b1"), Inbox.acknowledging(consuming, "q").nextTexts(2));
            // when
            broker.restart(end);
            // then
            Channel first = broker.client().elsewhere();
            first.basicQos(2);
            Channel second = broker.client().elsewhere();
            second.basicQos(2);
            Inbox ones = Inbox.acknowledging(first, "q");
            assertEquals(List.of("a1", "b1"), ones.nextTexts(2));
            Inbox others = Inbox.acknowledging(second, "q");
            first.basicCancel(ones.consumerTag());
            first.basicAck(1, false);
            assertEquals(List.of("a2", "a3"), others.nextTexts(2));
        }
    }

    /** Consumers work through a long backlog of which memory holds a part, return some of it, come and go; in the middle the broker is killed. */
    @Test
    void everyGroupIsWorkedOnInOrderThroughReturnsAndAKill(@TempDir Path data) throws Exception {
        int groups = 200;
        int rounds = 100;
        String[] littleMemory = {"leveret.queue_bytes_max=200kB"};
        try (RestartableBroker broker = new RestartableBroker(data, littleMemory)) {
            // given
            Channel channel = broker.client().channel();
            channel.queueDeclare("q", true, false, false, GROUPS);
            channel.confirmSelect();
            for (int i = 0; i < groups * rounds; i++) {
                publish(channel, i % groups, (i % groups) + ":" + (i / groups));
            }
            channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(Deadline.SECONDS));
            // when, then
            var work = new Work(groups, rounds);
            work.consume(broker.client(), groups * rounds / 2);
            broker.restart(End.KILLED);
            work.consume(broker.client(), 0);
        }
    }

    /** What is done of each group. */
    private static final class Work {
        private final int[] next;

        /** The first that nobody has been given yet, as far as anybody can tell. */
        private final int[] unseen;

        private final int total;
        private final Random random = new Random(5);
        private int done;

        Work(int groups, int rounds) {
            next = new int[groups];
            unseen = new int[groups];
            total = groups * rounds;
        }

        /** Until so many are left. Of what comes some is returned, and some channels are closed with all that they have. */
        void consume(Client client, int left) throws Exception {
            List<Channel> channels = new ArrayList<>();
            List<Inbox> inboxes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                channels.add(client.elsewhere());
                channels.get(i).basicQos(1 + 10 * i);
                inboxes.add(Inbox.acknowledging(channels.get(i), "q"));
            }
            while (total - done > left) {
                int i = random.nextInt(4);
                if (inboxes.get(i).waiting() == 0) {
                    Deadline.await("a delivery", () -> inboxes.stream().anyMatch(inbox -> inbox.waiting() > 0));
                    continue;
                }
                Delivery delivery = inboxes.get(i).next();
                if (random.nextInt(2_000) == 0) {
                    channels.get(i).abort();
                    channels.set(i, client.elsewhere());
                    channels.get(i).basicQos(1 + 10 * i);
                    inboxes.set(i, Inbox.acknowledging(channels.get(i), "q"));
                } else if (isNext(delivery) && random.nextInt(50) > 0) {
                    channels.get(i).basicAck(Inbox.tag(delivery), false);
                } else {
                    channels.get(i).basicNack(Inbox.tag(delivery), false, true); // and so will be those behind it
                }
            }
        }

        /** Whether it is the next one of its group to be worked on; if so, it is done. What was done before a kill may come again. */
        private boolean isNext(Delivery delivery) {
            String[] text = Inbox.text(delivery).split(":");
            int group = Integer.parseInt(text[0]);
            int number = Integer.parseInt(text[1]);
            boolean isAgain = number < next[group];
            if (!delivery.getEnvelope().isRedeliver()) {
                assertTrue(number >= unseen[group], "what is new of a group comes in order, and once");
                unseen[group] = number + 1;
            }
            boolean isDue = number == next[group];
            if (isDue && random.nextInt(50) > 0) {
                next[group]++;
                done++;
                return true;
            }
            return isAgain;
        }
    }
}
