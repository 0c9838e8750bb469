package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.ValueWriter;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, and what those hear who do not. */
@WithBroker
class LoginTest {

    private static final String REFUSED =
            "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
                    + "For details see the broker logfile.";

    @Test
    void guestLogsInWithPlain(Client client) throws Exception {
        assertTrue(client.connect().isOpen());
    }

    @Test
    void guestLogsInWithAmqplain(Client client) throws Exception {
        assertTrue(client.connect(factory -> factory.setSaslConfig(offered -> new Amqplain("guest"))).isOpen());
    }

    @Test
    void wrongPasswordWithAmqplainIsRefused(Client client) {
        // when
        var failure = assertThrows(AuthenticationFailureException.class,
                () -> client.connect(factory -> factory.setSaslConfig(offered -> new Amqplain("wrong"))));
        // then
        assertEquals(REFUSED.replace("PLAIN", "AMQPLAIN"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"guest, wrong", "guest, ''", "nobody, guest"})
    void wrongCredentialsAreRefusedWithAReason(String user, String password, Client client) {
        // when
        var failure = assertThrows(AuthenticationFailureException.class, () -> client.connect(factory -> {
            factory.setUsername(user);
            factory.setPassword(password);
        }));
        // then
        assertEquals(REFUSED, failure.getMessage());
    }

    @Test
    void refusalIsAConnectionCloseThatBlamesNoMethod(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.send(0, RawClient.startOk("PLAIN", "\0guest\0wrong", true));
        // then
        assertEquals(connectionClose(403, REFUSED, NONE), raw.expectClose());
    }

    @Test
    void clientThatCannotTakeAReasonIsJustDisconnected(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.send(0, RawClient.startOk("PLAIN", "\0guest\0wrong", false));
        // then
        assertArrayEquals(new byte[0], raw.expectEnd());
    }

    @Test
    void malformedPlainResponseEndsTheConnection(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.send(0, RawClient.startOk("PLAIN", "guest", true));
        // then
        raw.expectEnd();
    }

    @Test
    void unknownMechanismEndsTheConnection(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.send(0, RawClient.startOk("KERBEROS_V4", "\0guest\0guest", true));
        // then
        raw.expectEnd();
    }

    @Test
    void anyLocaleIsAccepted(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.send(0, new AMQP.Connection.StartOk.Builder().mechanism("PLAIN")
                .response(LongStringHelper.asLongString("\0guest\0guest")).locale("xx_YY").build());
        // then
        raw.expect(AMQP.Connection.Tune.class);
    }

    @Test
    void secretCanBeUpdatedOnAnOpenConnection(RawClient raw) throws Exception {
        // given
        raw.open();
        // when: connection.update-secret(new-secret, reason)
        raw.method(0, 10, 70, Client.bytes("\0\0\0\5guest\6reason"));
        // then: connection.update-secret-ok
        assertArrayEquals(new byte[] {0, 10, 0, 71}, raw.read().payload());
        raw.openChannel(1);
    }

    /** RabbitMQ's older mechanism: a field table, without the length that precedes tables elsewhere. */
    private record Amqplain(String password) implements SaslMechanism {

        @Override
        public String getName() {
            return "AMQPLAIN";
        }

        @Override
        public LongString handleChallenge(LongString challenge, String user, String unused) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                new ValueWriter(new DataOutputStream(bytes)).writeTable(Map.of("LOGIN", user, "PASSWORD", password));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return LongStringHelper.asLongString(Arrays.copyOfRange(bytes.toByteArray(), 4, bytes.size()));
        }
    }
}
