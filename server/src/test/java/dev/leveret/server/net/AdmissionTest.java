package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.server.config.AdmissionSettings;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many may come in, and who has to go. */
class AdmissionTest {

    @TempDir
    private Path data;

    @Test
    void connectionsThatLogInAreLimited() {
        try (TestBroker broker = TestBroker.start(data, "connection_max", "1")) {
            RawClient first = RawClient.opened(broker.port());
            try (RawClient second = RawClient.authenticated(broker.port())) {
                second.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
                second.send(0, new ConnectionMethod.Open("/"));
                second.expectConnectionClose(530, "NOT_ALLOWED - connection refused: node connection limit (1) is reached",
                        ConnectionMethod.Open.ID);
            }
            // when the first one has gone, then there is room
            first.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            first.expect(0, ConnectionMethod.CloseOk.class);
            broker.timers().advance(30_000);
            first.expectEnd();
            RawClient.opened(broker.port()).close();
        }
    }

    @Test
    void whoMayNotOpenTheVirtualHostTakesNoPlace() {
        try (TestBroker broker = TestBroker.start(data, "connection_max", "1");
                RawClient refused = RawClient.authenticated(broker.port())) {
            // given a client that does not answer our close
            refused.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            refused.send(0, new ConnectionMethod.Open("nowhere"));
            refused.expectConnectionClose(530, "NOT_ALLOWED - vhost nowhere not found", ConnectionMethod.Open.ID);

            // then the only place is free
            RawClient.opened(broker.port()).close();
        }
    }

    @Test
    void onesThatHaveNotLoggedInTakeNoPlaceOfThoseThatDo() {
        try (TestBroker broker = TestBroker.start(data, "connection_max", "1");
                RawClient idle = RawClient.authenticated(broker.port()); RawClient first = RawClient.opened(broker.port())) {
            first.openChannel(1);
            assertEquals(2, broker.broker().connections().count());
            idle.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
        }
    }

    @Test
    void loginThatIsProvenWhenTheSocketIsClosedTakesNoPlace() {
        // given a client that has gone while its password was checked, and room for one
        Admissions admissions = new Admissions(new AdmissionSettings(1, 1, 1, Integer.MAX_VALUE));
        Admissions.Seat gone = admissions.take(new EmbeddedChannel());
        gone.leave();

        // when the answer comes before its connection hears of the end
        assertTrue(gone.enter());

        // then there is still room for one
        assertTrue(admissions.take(new EmbeddedChannel()).enter());
        assertFalse(admissions.take(new EmbeddedChannel()).enter());
    }

    @Test
    void connectionsFromOneAddressAreLimited() {
        try (TestBroker broker = TestBroker.start(data, "leveret.connections_per_address_max", "2");
                RawClient first = RawClient.opened(broker.port()); RawClient second = RawClient.opened(broker.port())) {
            try (RawClient third = RawClient.connect(broker.port())) {
                third.expectEnd();
            }
            first.openChannel(1);
            second.openChannel(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, 2001:db8:1:3::1",
        "fe80::1, fe80::2, 10.0.0.1",
        "10.0.0.1, ::ffff:10.0.0.1, 10.0.0.2",
        "::ffff:10.0.0.1, 10.0.0.1, ::ffff:10.0.0.2",
    })
    void addressesOfOneNetworkOfIpv6CountTogetherAndMappedOnesAreIpv4(String first, String same, String other) throws Exception {
        Admissions admissions = new Admissions(new AdmissionSettings(10, 1, 10, Integer.MAX_VALUE));
        Admissions.Seat seat = admissions.take(new EmbeddedChannel());
        assertTrue(seat.from(InetAddress.getByName(first)));
        assertFalse(admissions.take(new EmbeddedChannel()).from(InetAddress.getByName(same)));
        assertTrue(admissions.take(new EmbeddedChannel()).from(InetAddress.getByName(other)));

        // when the first one goes, then there is room for another
        seat.leave();
        assertTrue(admissions.take(new EmbeddedChannel()).from(InetAddress.getByName(same)));
    }

    @Test
    void addressThatIsMappedByItsBytesAloneIsIpv4() throws Exception {
        // given an address that the JDK does not turn into the one that it stands for
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        InetAddress six = Inet6Address.getByAddress(null, mapped, 0);
        Admissions admissions = new Admissions(new AdmissionSettings(10, 1, 10, Integer.MAX_VALUE));
        assertTrue(admissions.take(new EmbeddedChannel()).from(six));
        assertFalse(admissions.take(new EmbeddedChannel()).from(InetAddress.getByName("10.0.0.1")));
        mapped[15] = 2;
        assertTrue(admissions.take(new EmbeddedChannel()).from(Inet6Address.getByAddress(null, mapped, 0)));
    }

    @Test
    void oldestOfThoseThatHaveNotLoggedInGoes() {
        try (TestBroker broker = TestBroker.start(data, "leveret.half_open_connections_max", "3")) {
            // given a client that has logged in, and three that have not
            RawClient inside = RawClient.opened(broker.port());
            List<RawClient> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(RawClient.greeted(broker.port()));
            }

            // when a fourth comes, then the first of them goes
            waiting.add(RawClient.greeted(broker.port()));
            waiting.getFirst().expectEnd();

            // and nobody else does
            inside.openChannel(1);
            for (RawClient client : waiting.subList(1, 4)) {
                client.send(0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
                client.expect(0, ConnectionMethod.Tune.class);
                client.close();
            }
            inside.close();
        }
    }

    @Test
    void channelsOfTheNodeAreLimited() {
        try (TestBroker broker = TestBroker.start(data, "channel_max_per_node", "2", "nodename", "leveret@here")) {
            RawClient first = RawClient.opened(broker.port()).openChannel(1).openChannel(2);
            try (RawClient second = RawClient.opened(broker.port())) {
                second.send(1, new ChannelMethod.Open());
                second.expectConnectionClose(
                        530,
                        "NOT_ALLOWED - number of channels opened on node 'leveret@here' has reached the maximum allowed limit of (2)",
                        0);
            }
            // when one is closed, then there is room
            first.send(2, new ChannelMethod.Close(200, "bye", 0, 0));
            first.expect(2, ChannelMethod.CloseOk.class);
            RawClient third = RawClient.opened(broker.port()).openChannel(1);

            // and also when a connection ends with all of its channels
            first.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            first.expect(0, ConnectionMethod.CloseOk.class);
            third.openChannel(2).close();
            first.close();
        }
    }

    @Test
    void consumersOfAChannelAreLimited() {
        try (TestBroker broker = TestBroker.start(data, "consumer_max_per_channel", "1");
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            client.send(1, new QueueMethod.Declare("q", false, false, false, false, false, FieldTable.EMPTY));
            client.expect(1, QueueMethod.DeclareOk.class);
            client.send(1, new BasicMethod.Consume("q", "a", false, false, false, false, FieldTable.EMPTY));
            client.expect(1, BasicMethod.ConsumeOk.class);
            client.send(1, new BasicMethod.Consume("q", "b", false, false, false, false, FieldTable.EMPTY));
            client.expectConnectionClose(
                    530, "NOT_ALLOWED - reached maximum (1) of consumers per channel", BasicMethod.Consume.ID);
        }
    }

    @Test
    void strangerIsReadInSmallPieces() {
        // given the first reads of a socket, all of them full
        ReadSizes sizes = new ReadSizes();
        var handle = sizes.newHandle();
        int largest = largestOfFullReads(handle);

        // then no buffer is larger than what a stranger may need
        assertEquals(ReadSizes.STRANGER_SIZE_MAX, largest);

        // and when it has logged in, they grow
        sizes.lift();
        assertTrue(largestOfFullReads(handle) > ReadSizes.STRANGER_SIZE_MAX);
    }

    private static int largestOfFullReads(ExtendedHandle handle) {
        int largest = 0;
        for (int i = 0; i < 50; i++) {
            handle.attemptedBytesRead(handle.guess());
            handle.lastBytesRead(handle.guess());
            handle.readComplete();
            largest = Math.max(largest, handle.guess());
        }
        return largest;
    }
}
