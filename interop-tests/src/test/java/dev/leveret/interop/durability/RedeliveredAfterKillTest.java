package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client has had before the broker's end comes back as redelivered, what nobody has had of a queue that nobody has taken anything of
 * does not.
 */
@LeveretOnly("ends the broker")
class RedeliveredAfterKillTest {

    private static final int COUNT = 300;
    private static final long CONFIRM_MILLIS = 60_000;

    private static void declare(Channel channel) throws Exception {
        channel.queueDeclare("q", true, false, false, Map.of());
        channel.confirmSelect();
    }

    private static void publish(Channel channel) throws Exception {
        for (int i = 0; i < COUNT; i++) {
            channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, Client.bytes("m" + i));
        }
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    /** Gets all that there is, as text; what is redelivered is so in words. */
    private static List<String> drain(Channel channel) throws Exception {
        List<String> all = new ArrayList<>();
        for (GetResponse got = channel.basicGet("q", true); got != null; got = channel.basicGet("q", true)) {
            all.add(Client.text(got) + (got.getEnvelope().isRedeliver() ? " again" : ""));
        }
        return all;
    }

    private static List<String> texts(int from, int to, String suffix) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i + suffix).toList();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatNobodyHasHadComesBackAsNew(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a queue with messages that nobody has taken anything of
            Channel channel = broker.client().channel();
            declare(channel);
            publish(channel);

            // when
            broker.restart(end);

            // then
            assertEquals(texts(0, COUNT, ""), drain(broker.client().channel()));
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatWasHadAndNotAcknowledgedComesBackAsRedelivered(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a queue of which somebody has had some messages
            Channel channel = broker.client().channel();
            declare(channel);
            publish(channel);
            for (int i = 0; i < 10; i++) {
                assertEquals("m" + i, Client.text(channel.basicGet("q", false)));
            }

            // when
            broker.restart(end);

            // then these are flagged, and after an orderly end no others
            List<String> found = drain(broker.client().channel());
            assertEquals(COUNT, found.size());
            assertEquals(texts(0, 10, " again"), found.subList(0, 10));
            if (end == End.STOPPED) {
                assertEquals(texts(10, COUNT, ""), found.subList(10, COUNT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatAWaitingConsumerHadAtOnceComesBackAsRedelivered(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a consumer that waits for messages, gets them as they come, and acknowledges none
            Channel channel = broker.client().channel();
            declare(channel);
            Inbox inbox = Inbox.acknowledging(broker.client().sibling(), "q");
            publish(channel);
            for (int i = 0; i < COUNT; i++) {
                Delivery delivery = inbox.next();
                assertEquals("m" + i + " false", Inbox.text(delivery) + " " + delivery.getEnvelope().isRedeliver());
            }

            // when
            broker.restart(end);

            // then
            assertEquals(texts(0, COUNT, " again"), drain(broker.client().channel()));
        }
    }
}
