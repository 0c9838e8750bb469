package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.auth.Hashing;
import dev.leveret.server.config.ResourceSettings.Watermark;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings mean, and how a wrong one is told of. */
class SettingsTest {

    private final RawSettings raw = new RawSettings();

    @Test
    void defaultsAreRabbitMqs() {
        BrokerSettings settings = BrokerSettings.defaults();
        assertEquals(new ProtocolSettings(131072, 2047, Integer.MAX_VALUE, 60, 16 * 1024 * 1024, Integer.MAX_VALUE), settings.protocol());
        assertEquals(List.of(new InetSocketAddress(5672)), settings.listen().addresses());
        assertEquals(128, settings.listen().sockets().backlog());
        assertEquals("guest", settings.auth().defaultUser());
        assertEquals("guest", settings.auth().defaultPass());
        assertEquals("/", settings.auth().defaultVhost());
        assertEquals(Set.of("guest"), settings.auth().loopbackUsers());
        assertEquals(List.of("administrator"), settings.auth().defaultTags());
        assertEquals(new DefaultUser.Grant(".*", ".*", ".*"), settings.auth().defaultGrant());
        assertEquals(List.of(), settings.auth().newVhosts().users());
        assertEquals(List.of("PLAIN", "AMQPLAIN"), settings.auth().logins().mechanisms());
        assertEquals(Hashing.PBKDF2_SHA_512, settings.auth().logins().hashing()); // not RabbitMQ's
        assertEquals(new Watermark(0.6, -1), settings.resources().memory());
        assertEquals(50_000_000, settings.resources().diskFree().of(1));
        assertEquals(10_000, settings.timeouts().handshakeMillis());
        assertEquals(0, settings.timeouts().consumerMillis()); // not RabbitMQ's
    }

    @Test
    void onlyThePasswordThatEverybodyKnowsIsNotStretched() {
        RawSettings raw = new RawSettings();
        assertEquals(Hashing.SHA_256, SettingsReader.read(raw).auth().firstHashing());

        raw.set("password_hashing_module", "rabbit_password_hashing_sha512", "test");
        assertEquals(Hashing.SHA_512, SettingsReader.read(raw).auth().firstHashing(), "what was asked for");

        RawSettings own = new RawSettings();
        own.set("default_pass", "guess", "test");
        assertEquals(Hashing.PBKDF2_SHA_512, SettingsReader.read(own).auth().firstHashing());
    }

    @Test
    void certificatesThatAreRequiredHaveToBeAskedFor() {
        raw.set("ssl_options.fail_if_no_peer_cert", "true", "test");
        SettingsReader.read(raw); // nothing listens for TLS
        raw.set("listeners.ssl.default", "5671", "test");
        raw.set("ssl_options.certfile", "x.pem", "test");
        SettingsReader.read(raw);
        assertEquals(
                List.of("ssl_options.fail_if_no_peer_cert has no effect without ssl_options.verify = verify_peer: nobody is asked for"
                        + " a certificate"),
                raw.warnings());
    }

    @Test
    void certificatesAloneToLogInByHaveToBeAskedFor() {
        raw.set("auth_mechanisms.1", "EXTERNAL", "test");
        SettingsReader.read(raw);
        assertEquals(
                List.of("nobody can log in: EXTERNAL, the only one of auth_mechanisms., needs clients' certificates, and without"
                        + " ssl_options.verify = verify_peer they are not asked for any"),
                raw.warnings());
    }

    @Test
    void unknownKeyNamesTheNearestKnownOne() {
        refused("hearbeat", "60", "test: unknown setting 'hearbeat'; the nearest known one is 'heartbeat'");
        refused("vm_memory_watermark.relative", "0.4", "test: unknown setting 'vm_memory_watermark.relative'; "
                + "the nearest known one is 'vm_memory_high_watermark.relative'");
    }

    /** RabbitMQ before 3.7, and its advanced.config, have these without the last word. */
    @ParameterizedTest
    @CsvSource({
        "disk_free_limit,            1GB,      what may be meant is 'disk_free_limit.absolute = 1GB'",
        "disk_free_limit,            2.0,      what may be meant is 'disk_free_limit.relative = 2.0'",
        "disk_free_limit,            50000000, what may be meant is 'disk_free_limit.relative = 50000000' or 'disk_free_limit.absolute = 50000000'",
        "vm_memory_high_watermark,   0.4,      what may be meant is 'vm_memory_high_watermark.relative = 0.4'",
        "vm_memory_high_watermark,   512MiB,   what may be meant is 'vm_memory_high_watermark.absolute = 512MiB'",
        "log.default,                debug,    what may be meant is 'log.default.level = debug'",
        "disk_free_limit,            much,     the nearest known one is 'disk_free_limit.relative'",
    })
    void keyThatEndsTooEarlyNamesThoseThatGoOn(String key, String value, String hint) {
        refused(key, value, "test: unknown setting '" + key + "'; " + hint);
    }

    @Test
    void wrongValuesAreToldInOneLine() {
        refused("heartbeat", "soon", "test: heartbeat: 'soon' is not a whole number from 0 to 65535");
        refused("consumer_timeout", "-1", "test: consumer_timeout: '-1' is not a whole number of milliseconds, at least 0");
        refused("channel_max", "65536", "test: channel_max: '65536' is not a whole number from 0 to 65535");
        refused("disk_free_limit.absolute", "much",
                "test: disk_free_limit.absolute: 'much' is not a size like 50MB, 1024MiB or 2GB");
        refused("disk_free_limit.relative", "1GB", "test: disk_free_limit.relative: '1GB' is not 0 or a number above, like 0.6; an"
                + " amount is disk_free_limit.absolute = 2GB");
        refused("handshake_timeout", "never",
                "test: handshake_timeout: 'never' is not a whole number from 1 to 2147483647, or infinity");
        refused("tcp_listen_options.nodelay", "yes", "test: tcp_listen_options.nodelay: 'yes' is not true or false");
        refused("log.console.level", "loud",
                "test: log.console.level: 'loud' is not one of debug, info, notice, warning, error, critical, alert, emergency, none");
        refused("max_message_size", "1GB", "test: max_message_size: '1GB' is not a size like 50MB, 1024MiB or 2GB "
                + "of at most 536870912 bytes");
    }

    @Test
    void frameMaxBelowTheSpecificationsLeastIsRefused() {
        raw.set("frame_max", "4095", "test");
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        assertEquals("test: frame_max: '4095' is not 0 or at least 4096", e.getMessage());
    }

    @Test
    void listenersMayNameAddresses() {
        raw.set("listeners.tcp.default", "127.0.0.1:5672", "test");
        raw.set("listeners.tcp.1", "127.0.0.1:5673", "test");
        raw.set("listeners.tcp.2", "::1:5674", "test");
        raw.set("listeners.tcp.3", "[::1]:5675", "test");
        assertEquals(
                List.of(new InetSocketAddress("127.0.0.1", 5672), new InetSocketAddress("127.0.0.1", 5673),
                        new InetSocketAddress("::1", 5674),
                        new InetSocketAddress("::1", 5675)),
                SettingsReader.read(raw).listen().addresses());
    }

    @Test
    void wrongAddressIsToldOf() {
        String file = "an address like 127.0.0.1:5672: clients come over TCP, and not over sockets that are files";
        Map.of("127.0.0.1:many", "a port or an address like 127.0.0.1:5672",
                "no.such.host.invalid:5672", "an address of this machine: there is no host 'no.such.host.invalid'",
                "/run/broker.sock", file,
                "/run/broker.sock:0", file,
                "unix:/run/broker.sock", file,
                "local:/run/broker.sock", file).forEach((value, expected) -> {
                    raw.set("listeners.tcp.unix", value, "rabbitmq.conf:7");
                    ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
                    assertEquals("rabbitmq.conf:7: listeners.tcp.unix: '" + value + "' is not " + expected, e.getMessage());
                });
    }

    @Test
    void noListenerIsPossible() {
        raw.set("listeners.tcp", "none", "test");
        assertEquals(List.of(), SettingsReader.read(raw).listen().addresses());
    }

    @Test
    void limitsAreNumbersOrInfinity() {
        assertEquals(new AdmissionSettings(Integer.MAX_VALUE, Integer.MAX_VALUE, 1_000, Integer.MAX_VALUE),
                BrokerSettings.defaults().listen().admission());
        raw.set("connection_max", "5", "test");
        raw.set("leveret.connections_per_address_max", "infinity", "test");
        raw.set("leveret.half_open_connections_max", "7", "test");
        assertEquals(new AdmissionSettings(5, Integer.MAX_VALUE, 7, Integer.MAX_VALUE), SettingsReader.read(raw).listen().admission());
        refused("connection_max", "many",
                "test: connection_max: 'many' is not a whole number from 0 to 2147483647, or infinity");
    }

    @Test
    void listenersForTlsAreNamedLikeOthers() {
        raw.set("listeners.ssl.default", "5671", "test");
        raw.set("listeners.ssl.1", "[::1]:5673", "test");
        raw.set("ssl_options.certfile", "broker.p12", "test");
        assertEquals(
                List.of(new InetSocketAddress(5671), new InetSocketAddress("::1", 5673)),
                SettingsReader.read(raw).listen().tlsAddresses());
        assertEquals(List.of(), BrokerSettings.defaults().listen().tlsAddresses());
    }

    @Test
    void loopbackUsersAreNamedOneByOneOrNotAtAll() {
        raw.set("loopback_users.guest", "false", "test");
        raw.set("loopback_users.local", "true", "test");
        assertEquals(Set.of("local"), SettingsReader.read(raw).auth().loopbackUsers());

        RawSettings none = new RawSettings();
        none.set("loopback_users", "none", "test");
        assertEquals(Set.of(), SettingsReader.read(none).auth().loopbackUsers());
    }

    @Test
    void bytesWinOverShares() {
        raw.set("vm_memory_high_watermark.relative", "0.5", "test");
        raw.set("vm_memory_high_watermark.absolute", "100MB", "test");
        assertEquals(100_000_000, SettingsReader.read(raw).resources().memory().of(1000));
    }

    @Test
    void aShareOfTheMemoryIsAllOfItAtMost() {
        raw.set("vm_memory_high_watermark.relative", "1.7", "test");
        assertEquals(1000, SettingsReader.read(raw).resources().memory().of(1000));
        assertEquals(
                List.of("vm_memory_high_watermark.relative is above the allowed maximum, falling back to 1.0"), raw.warnings());
    }

    @Test
    void aShareMayBeNothing() {
        raw.set("vm_memory_high_watermark.relative", "0", "test");
        assertEquals(0, SettingsReader.read(raw).resources().memory().of(1000));
    }

    @Test
    void whatShowsOnlyTogetherWithOthersIsToldAtOnceToo() {
        raw.set("frame_max", "100", "test:1");
        raw.set("default_permissions.configure", "(", "test:2");
        raw.set("default_users.a.pasword", "x", "test:3");
        raw.set("default_users.b.pasword", "x", "test:4");
        raw.set("listeners.tcp.a", "nowhere.invalid:5", "test:5");
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        List<String> places = e.getMessage().lines().map(line -> line.split(": ")[0]).sorted().toList();
        assertEquals(List.of("test:1", "test:2", "test:3", "test:4", "test:5"), places, e::getMessage);
    }

    @Test
    void serverPropertiesAreTakenByName() {
        raw.set("server_properties.rack", "7", "test");
        assertEquals(Map.of("rack", "7"), SettingsReader.read(raw).node().serverProperties());
    }

    @Test
    void passwordIsInNoText() {
        raw.set("default_pass", "hunter2", "test");
        assertFalse(SettingsReader.read(raw).toString().contains("hunter2"));
    }

    private void refused(String key, String value, String line) {
        ConfigException e = assertThrows(ConfigException.class, () -> raw.set(key, value, "test"));
        assertEquals(line, e.getMessage());
    }
}
