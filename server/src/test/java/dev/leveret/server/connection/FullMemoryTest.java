package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients open and declare ends before memory does. */
class FullMemoryTest {

    private static final FieldTable NONE = FieldTable.EMPTY;

    private TestBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        client = RawClient.opened(broker.port()).openChannel(1);
        client.send(1, new QueueMethod.Declare("q", false, false, false, false, false, NONE));
        client.expect(1, QueueMethod.DeclareOk.class);
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    static Stream<Arguments> whatStays() {
        return Stream.of(
                arguments(1, new QueueMethod.Declare("", false, false, true, false, false, NONE)),
                arguments(1, new QueueMethod.Bind("q", "amq.topic", "a", false, NONE)),
                arguments(1, new ExchangeMethod.Declare("e", "fanout", false, false, false, false, false, NONE)),
                arguments(1, new ExchangeMethod.Bind("amq.fanout", "amq.topic", "a", false, NONE)),
                arguments(1, new BasicMethod.Consume("q", "", false, false, false, false, NONE)),
                arguments(2, new ChannelMethod.Open()));
    }

    @ParameterizedTest
    @MethodSource("whatStays")
    void whatStaysIsRefused(int channel, ToChannel method) {
        // given memory that is full
        broker.alarms().setMemoryFull(true);

        // when a client opens or declares something
        client.send(channel, method);

        // then its connection is closed, with all that was its own
        ConnectionMethod.Close close = client.expect(0, ConnectionMethod.Close.class);
        assertEquals(506, close.replyCode());
        assertEquals("RESOURCE_ERROR - memory of the node is full, nothing more can be opened or declared", close.replyText());
    }

    @Test
    void whatIsThereCanBeUsedAndGivenBack() {
        broker.alarms().setMemoryFull(true);

        client.send(1, new QueueMethod.Declare("q", true, false, false, false, false, NONE));
        client.expect(1, QueueMethod.DeclareOk.class);
        client.send(1, new BasicMethod.Get("q", true));
        client.expect(1, BasicMethod.GetEmpty.class);
        client.send(1, new QueueMethod.Delete("q", false, false, false));
        client.expect(1, QueueMethod.DeleteOk.class);
    }
}
