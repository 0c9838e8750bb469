package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import org.junit.jupiter.api.Test;

/** connection.open names the virtual host. */
@WithBroker
class VirtualHostTest {

    @Test
    void virtualHostSlashIsThere(Client client) throws Exception {
        assertTrue(client.connect(factory -> factory.setVirtualHost("/")).isOpen());
    }

    @Test
    void unknownVirtualHostIsRefused(Client client) {
        // when
        CloseReason reason = CloseReason.of(() -> client.connect(factory -> factory.setVirtualHost("nope")));
        // then
        assertEquals(connectionClose(530, "NOT_ALLOWED - vhost nope not found", CONNECTION_OPEN), reason);
    }

    @Test
    void emptyVirtualHostIsAnotherOneThatIsNotThere(Client client) {
        // when
        CloseReason reason = CloseReason.of(() -> client.connect(factory -> factory.setVirtualHost("")));
        // then
        assertEquals(connectionClose(530, "NOT_ALLOWED - vhost  not found", CONNECTION_OPEN), reason);
    }
}
