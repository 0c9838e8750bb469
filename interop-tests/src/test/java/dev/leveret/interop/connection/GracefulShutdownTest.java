package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: clients are told, and the process ends with 0. */
@LeveretOnly("stops a broker")
class GracefulShutdownTest {

    private static final CloseReason SHUTDOWN = connectionClose(320,
            "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", NONE);

    @Test
    void clientsAreToldAndTheProcessEndsWell(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data); Client client = new Client(process.broker())) {
            // given
            List<Connection> connections = List.of(client.connect(), client.connect(), client.connect());
            // when
            process.terminate();
            // then
            for (Connection connection : connections) {
                assertEquals(SHUTDOWN, CloseReason.awaited(connection));
            }
            assertEquals(0, process.awaitExit());
            assertEquals(List.of(), process.stackTraceLines());
        }
    }

    @Test
    void clientsThatNeverAnswerDoNotHoldUpTheEnd(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data);
                RawClient silent = RawClient.connect(process.broker());
                RawClient halfway = RawClient.connect(process.broker());
                RawClient mute = RawClient.connect(process.broker())) {
            // given
            silent.open().openChannel(1);
            halfway.start();
            // when
            int exitCode = process.stop();
            // then
            assertEquals(0, exitCode);
            assertEquals(SHUTDOWN, silent.expectClose());
            halfway.expectEnd();
            mute.expectEnd();
        }
    }
}
