package dev.leveret.interop.publishing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message is at most 16 MiB. */
@WithBroker
class MaxMessageSizeTest {

    private static final int LIMIT = 16 * 1024 * 1024;

    @Test
    void messageOfExactlyTheLimitIsTaken(Client client) throws Exception {
        // given
        String queue = client.queue();
        byte[] body = new byte[LIMIT];
        Arrays.fill(body, (byte) 7);
        body[LIMIT - 1] = 9;
        // when
        client.channel().basicPublish("", queue, null, body);
        // then
        assertTrue(Arrays.equals(body, client.channel().basicGet(queue, true).getBody()));
    }

    @Test
    @LeveretOnly("RabbitMQ 3.10 allows 128 MiB")
    void biggerMessageClosesTheChannelOnly(Client client) throws Exception {
        // given
        Channel sibling = client.sibling();
        // when
        client.channel().basicPublish("", "nowhere", null, new byte[LIMIT + 1]);
        // then
        assertEquals(tooLarge("16777217"), CloseReason.awaited(client.channel()));
        assertTrue(sibling.queueDeclare().getQueue().startsWith("amq.gen-"));
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 waits for all of the body first")
    @ValueSource(longs = {LIMIT + 1, 1L << 40, Long.MAX_VALUE})
    void messageIsRefusedByItsAnnouncedSizeAlone(long size, RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.publish(1, "", "nowhere").header(1, 60, size);
        // then
        assertEquals(tooLarge(Long.toString(size)), raw.expectClose());
    }

    @Test
    @LeveretOnly("RabbitMQ 3.10 waits for all of the body first")
    void sizeIsAnUnsignedNumber(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.publish(1, "", "nowhere").header(1, 60, -1);
        // then
        assertEquals(tooLarge("18446744073709551615"), raw.expectClose());
    }

    private static CloseReason tooLarge(String size) {
        return channelClose(406,
                "PRECONDITION_FAILED - message size " + size + " is larger than configured max size 16777216",
                BASIC_PUBLISH);
    }
}
