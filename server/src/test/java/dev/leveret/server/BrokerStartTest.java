package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.ListenSettings;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.net.Listeners;
import dev.leveret.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker needs at its start. */
class BrokerStartTest {

    @TempDir
    private Path folder;

    @Test
    void portInUseIsToldInOneLineAndTheFolderIsGivenBack() {
        try (TestBroker broker = TestBroker.start(folder.resolve("first"))) {
            // when another broker is to have the same port
            IOException e = assertThrows(IOException.class, () -> start("second", broker.port()));

            // then the line names it, and the setting that asks for it
            assertEquals(
                    "test: listeners.tcp.1: cannot listen on 127.0.0.1:" + broker.port() + ": address in use", e.getMessage());

            // and there is no data folder of a broker that never was
            assertFalse(Files.exists(folder.resolve("second")));
        }
        TestBroker.start(folder.resolve("second")).close();
    }

    @Test
    void addressOfAnotherMachineIsToldWithItsSetting() {
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.default", "127.0.0.1:0", "test");
        raw.set("listeners.ssl.far", "192.0.2.1:5671", "rabbitmq.conf:7");
        raw.set("ssl_options.certfile", "x.p12", "test");
        ListenSettings listen = SettingsReader.read(raw).listen();
        IOException e = assertThrows(IOException.class, () -> Listeners.probe(listen));
        assertEquals(
                "rabbitmq.conf:7: listeners.ssl.far: cannot listen on 192.0.2.1:5671: no such address of this machine",
                e.getMessage());
    }

    @Test
    void usualPortInUseIsToldWithWhatChoosesAnother() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            ListenSettings usual = BrokerSettings.defaults().listen();
            ListenSettings listen = new ListenSettings(List.of(new InetSocketAddress(taken.getLocalPort())), List.of(), false,
                    usual.admission(), usual.sockets(), usual.tls(), Map.of());
            IOException e = assertThrows(IOException.class, () -> Listeners.probe(listen));
            assertEquals(
                    "cannot listen on [::]:" + taken.getLocalPort()
                            + ": address in use; --port N, or listeners.tcp.default in a file, chooses another port",
                    e.getMessage());
        }
    }

    @Test
    void dataFolderInUseIsTold() {
        try (TestBroker broker = TestBroker.start(folder)) {
            StoreException e = assertThrows(StoreException.class, () -> start("", 0));
            assertEquals("the data folder " + folder + " is in use by another broker", e.getMessage());
            RawClient.opened(broker.port()).close(); // and the first one goes on
        }
    }

    @Test
    void relativeDataFolderIsToldAsAnAbsoluteOne() {
        try (TestBroker broker = TestBroker.start(folder)) {
            RawSettings raw = new RawSettings();
            raw.set("listeners.tcp.1", "127.0.0.1:0", "test");
            raw.set("leveret.data", Path.of("").toAbsolutePath().relativize(folder).toString(), "test");
            BrokerSettings settings = SettingsReader.read(raw);
            StoreException e =
                    assertThrows(StoreException.class, () -> Broker.start(settings, BrokerSeams.real(settings)));
            assertEquals("the data folder " + folder + " is in use by another broker", e.getMessage());
            RawClient.opened(broker.port()).close();
        }
    }

    @Test
    void ipv4AndIpv6ClientsAreAcceptedOnTheDefaultListener() throws Exception {
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.default", "0", "test");
        raw.set("leveret.data", folder.toString(), "test");
        BrokerSettings settings = SettingsReader.read(raw);
        try (Broker broker = Broker.start(settings, BrokerSeams.real(settings))) {
            // when clients come over both protocols, as far as this machine has them
            RawClient.opened(broker.port()).close();
            InetAddress six = InetAddress.getByName("::1");
            if (six.isReachable(100)) {
                new Socket(six, broker.port()).close();
            }

            // then both were accepted
            assertTrue(broker.connections().accepted() >= 1);
        }
    }

    @Test
    void bothProtocolsMayBeAskedForOnOnePort() throws Exception {
        // given a port that is free
        int port;
        try (TestBroker broker = TestBroker.start(folder.resolve("first"))) {
            port = broker.port();
        }

        // when everything is listened on, by both names
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.1", "0.0.0.0:" + port, "test");
        raw.set("listeners.tcp.2", ":::" + port, "test");
        raw.set("leveret.data", folder.resolve("second").toString(), "test");
        BrokerSettings settings = SettingsReader.read(raw);
        try (Broker both = Broker.start(settings, BrokerSeams.real(settings))) {
            // then clients of both come in
            RawClient.opened(both.port()).close();
            new Socket(InetAddress.getByName("::1"), port).close();
        }
    }

    @Test
    void listenersOfBothProtocolsAndSeveralOfEachStandSideBySide() throws Exception {
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.1", "127.0.0.1:0", "test");
        raw.set("listeners.tcp.2", "127.0.0.2:0", "test");
        raw.set("listeners.tcp.3", "::1:0", "test");
        raw.set("listeners.tcp.4", "[::1]:0", "test");
        raw.set("leveret.data", folder.toString(), "test");
        BrokerSettings settings = SettingsReader.read(raw);
        try (Broker broker = Broker.start(settings, BrokerSeams.real(settings))) {
            for (InetSocketAddress address : broker.addresses()) {
                new Socket(address.getAddress(), address.getPort()).close();
            }
            assertEquals(4, broker.addresses().stream().distinct().count());
        }
    }

    private void start(String data, int port) throws IOException, StoreException {
        RawSettings raw = new RawSettings();
        raw.set("listeners.tcp.1", "127.0.0.1:" + port, "test");
        raw.set("leveret.data", folder.resolve(data).toString(), "test");
        BrokerSettings settings = SettingsReader.read(raw);
        Broker.start(settings, BrokerSeams.real(settings)).close();
    }
}
