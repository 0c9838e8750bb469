package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.server.RawClient;
import dev.leveret.server.alarm.Resource;
import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of a connection, in RabbitMQ's words. */
class ConnectionStatesTest {

    private CommandedBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
        client = RawClient.opened(broker.broker().port()).openChannel(1);
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    private void expect(String state) {
        assertEquals(state, broker.printed("list_connections", "-s", "state"));
        assertEquals("state\n" + state, broker.run(Tool.ADMIN, "", "-f", "tsv", "list", "connections", "state").printed());
    }

    @Test
    void alarmIsABlockToComeUntilThereIsAPublish() {
        expect("running");
        broker.broker().alarms().set(Resource.MEMORY, true);
        expect("blocking");

        // when it publishes
        Message message = Message.of(Address.of("", "nowhere"), ContentHeader.of(BasicProperties.EMPTY), new byte[1], 0);
        client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
        client.expect(0, ConnectionMethod.Blocked.class);

        // then it is blocked until the alarm is over
        expect("blocked");
        broker.broker().alarms().set(Resource.MEMORY, false);
        client.expect(0, ConnectionMethod.Unblocked.class);
        expect("running");
    }
}
