package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RabbitMQ's environment variables. */
class EnvironmentTest {

    @TempDir
    private Path folder;

    private final RawSettings raw = new RawSettings();

    @Test
    void firstUserAndVirtualHostAreNamed() {
        AuthSettings auth = read(Map.of(
                "RABBITMQ_DEFAULT_USER", "boss", "RABBITMQ_DEFAULT_PASS", "s3cret", "RABBITMQ_DEFAULT_VHOST", "shop")).auth();
        assertEquals("boss", auth.defaultUser());
        assertEquals("s3cret", auth.defaultPass());
        assertEquals("shop", auth.defaultVhost());
    }

    @Test
    void variableGoesOverAFileAndAnEmptyOneIsNone() {
        raw.set("default_user", "of-file", "rabbitmq.conf:1");
        assertEquals("boss", read(Map.of("RABBITMQ_DEFAULT_USER", "boss")).auth().defaultUser());
        assertEquals("boss", read(Map.of("RABBITMQ_DEFAULT_USER", "")).auth().defaultUser());
    }

    @Test
    void secretIsTheFirstLineOfAFile() throws IOException {
        Path pass = Files.writeString(folder.resolve("pass"), "hunter 2 \r\nsomething else\n");
        Path user = Files.writeString(folder.resolve("user"), "boss");
        AuthSettings auth = read(Map.of(
                "RABBITMQ_DEFAULT_PASS_FILE", pass.toString(), "RABBITMQ_DEFAULT_USER_FILE", user.toString())).auth();
        assertEquals("hunter 2 ", auth.defaultPass());
        assertEquals("boss", auth.defaultUser());
    }

    @Test
    void secretThatCannotBeHadIsToldOf() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        refused(Map.of("RABBITMQ_DEFAULT_PASS_FILE", folder + "/none"),
                "RABBITMQ_DEFAULT_PASS_FILE: " + folder + "/none: cannot be read: no such file");
        refused(Map.of("RABBITMQ_DEFAULT_PASS_FILE", empty.toString()),
                "RABBITMQ_DEFAULT_PASS_FILE: " + empty + ": its first line is empty");
        refused(Map.of("RABBITMQ_DEFAULT_PASS_FILE", empty.toString(), "RABBITMQ_DEFAULT_PASS", "x"),
                "RABBITMQ_DEFAULT_PASS and RABBITMQ_DEFAULT_PASS_FILE are both set; only one of them can count");
    }

    @Test
    void portAndAddressCountIfTheFilesNameNone() {
        Map<String, String> variables =
                Map.of("RABBITMQ_NODE_PORT", "5673", "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        assertEquals(List.of(new InetSocketAddress("127.0.0.1", 5673)), read(variables).listen().addresses());

        RawSettings named = new RawSettings();
        named.set("listeners.tcp.local", "127.0.0.1:5674", "test");
        new Environment(variables).read(named);
        assertEquals(
                List.of(new InetSocketAddress("127.0.0.1", 5674)), SettingsReader.read(named).listen().addresses());
    }

    @Test
    void addressAloneHasTheUsualPort() {
        assertEquals(
                List.of(new InetSocketAddress("::1", 5672)),
                read(Map.of("RABBITMQ_NODE_IP_ADDRESS", "::1")).listen().addresses());
    }

    @Test
    void wrongPortNamesItsVariable() {
        refused(Map.of("RABBITMQ_NODE_PORT", "many"), "RABBITMQ_NODE_PORT: listeners.tcp.default: 'many' is not a port from"
                + " 0 to 65535, or an address like 127.0.0.1:5672");
    }

    @ParameterizedTest
    @CsvSource({
        "0.4,    400",
        "40%,    400",
        "1,     1000",
        "512MiB, 536870912",
        "1GB,    1000000000",
    })
    void watermarkIsAShareAPercentageOrAnAmount(String text, long bytesOfThousand) {
        assertEquals(
                bytesOfThousand,
                read(Map.of("RABBITMQ_VM_MEMORY_HIGH_WATERMARK", text)).resources().memory().of(1000));
    }

    @Test
    void nodeHasItsName() {
        assertEquals("rabbit@one", read(Map.of("RABBITMQ_NODENAME", "rabbit@one")).node().nodeName());
    }

    @Test
    void dataIsBesideThatOfRabbitMq() {
        assertEquals(Path.of("/var/lib/rabbitmq/leveret"), read(Map.of("RABBITMQ_MNESIA_BASE", "/var/lib/rabbitmq")).node().data());
        assertEquals(
                Path.of("/mnesia/leveret"),
                read(Map.of("RABBITMQ_MNESIA_BASE", "/x", "RABBITMQ_MNESIA_DIR", "/mnesia")).node().data());
        // and a command for a running broker finds it there
        assertEquals(
                new CommandLine.Control(Path.of("/mnesia/leveret"), Tool.RABBITMQCTL, List.of("list_policies")),
                CommandLine.parse(new String[] {"list_policies"}, Map.of("RABBITMQ_MNESIA_DIR", "/mnesia"), "1"));
    }

    @Test
    void meaninglessOnesAreNamedInOneLine() {
        read(Map.of("RABBITMQ_ERLANG_COOKIE", "x", "RABBITMQ_ENABLED_PLUGINS_FILE", "/x", "RABBITMQ_USE_LONGNAME", "true",
                "RABBITMQ_MANAGEMENT_SSL_CERTFILE", "/x"));
        raw.set("management.tcp.port", "15672", "test");
        assertEquals(
                List.of("settings of RabbitMQ that mean nothing here, ignored: RABBITMQ_ENABLED_PLUGINS_FILE,"
                        + " RABBITMQ_ERLANG_COOKIE, RABBITMQ_MANAGEMENT_SSL_CERTFILE, RABBITMQ_USE_LONGNAME, management.tcp.port"),
                raw.warnings());
    }

    @Test
    void unknownOnesAreNamedWithTheOneThatLooksLikeIt() {
        read(Map.of("RABBITMQ_DEFAULT_USR", "x", "RABBITMQ_HOST", "localhost", "RABBITMQ_FOO", "1"));
        assertEquals(
                List.of("environment variables that nobody knows, ignored: RABBITMQ_DEFAULT_USR (the nearest known one is"
                        + " RABBITMQ_DEFAULT_USER), RABBITMQ_FOO, RABBITMQ_HOST"),
                raw.warnings());
    }

    @Test
    void whatKubernetesMakesUpIsNotAnybodysMistake() {
        read(Map.of("RABBITMQ_SERVICE_HOST", "10.0.0.1", "RABBITMQ_SERVICE_PORT_AMQP", "5672", "RABBITMQ_PORT", "tcp://10.0.0.1:5672",
                "RABBITMQ_PORT_5672_TCP_ADDR", "10.0.0.1", "HOME", "/root"));
        assertEquals(List.of(), raw.warnings());
    }

    /** As Testcontainers' withSSL has it. */
    @Test
    void tlsOfOldImagesIsListenedForBesideThePlainPort() {
        ListenSettings listen = read(Map.of(
                "RABBITMQ_SSL_CACERTFILE", "/ca.pem", "RABBITMQ_SSL_CERTFILE", "/cert.pem", "RABBITMQ_SSL_KEYFILE", "/key.pem",
                "RABBITMQ_SSL_VERIFY", "verify_peer", "RABBITMQ_SSL_FAIL_IF_NO_PEER_CERT", "true", "RABBITMQ_SSL_DEPTH", "2"))
                .listen();
        assertEquals(List.of(5672), listen.addresses().stream().map(InetSocketAddress::getPort).toList());
        assertEquals(List.of(5671), listen.tlsAddresses().stream().map(InetSocketAddress::getPort).toList());
        assertEquals(new TlsSettings.KeyFiles("/cert.pem", "/key.pem", ""), listen.tls().keys());
        assertEquals(new TlsSettings.PeerCheck("/ca.pem", true, true, 2), listen.tls().peers());
        assertEquals(List.of(), raw.warnings());
    }

    @Test
    void tlsPortOfAFileStaysAndItsKeysAreOverruled() {
        raw.set("listeners.ssl.default", "5691", "rabbitmq.conf:1");
        raw.set("ssl_options.certfile", "/of-file.pem", "rabbitmq.conf:2");
        ListenSettings listen = read(Map.of("RABBITMQ_SSL_CERTFILE", "/cert.pem", "RABBITMQ_SSL_KEYFILE", "/key.pem")).listen();
        assertEquals(List.of(5691), listen.tlsAddresses().stream().map(InetSocketAddress::getPort).toList());
        assertEquals("/cert.pem", listen.tls().keys().certificate());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "yes, true", "1, true", "false, false", "No, false", "0, false"})
    void peersNeedACertificateUnlessTheVariableSaysNo(String text, boolean required) {
        ListenSettings listen = read(Map.of("RABBITMQ_SSL_CERTFILE", "/c", "RABBITMQ_SSL_FAIL_IF_NO_PEER_CERT", text)).listen();
        assertEquals(required, listen.tls().peers().required());
    }

    @Test
    void wrongTlsNamesItsVariable() {
        refused(Map.of("RABBITMQ_SSL_CERTFILE", "/c", "RABBITMQ_SSL_DEPTH", "deep"),
                "RABBITMQ_SSL_DEPTH: ssl_options.depth: 'deep' is not a whole number from 0 to 255");
        RawSettings alone = new RawSettings();
        new Environment(Map.of("RABBITMQ_SSL_VERIFY", "verify_none")).read(alone);
        ConfigException e = assertThrows(ConfigException.class, () -> SettingsReader.read(alone));
        assertEquals("listeners.ssl needs ssl_options.certfile, and ssl_options.keyfile unless it is PKCS#12", e.getMessage());
    }

    @Test
    void logsGoWhereTheVariableSays() {
        LogSettings console = read(Map.of("RABBITMQ_LOGS", "-")).node().log();
        assertEquals(LogSettings.Stream.STDOUT, console.console().orElseThrow().stream());
        LogSettings file = read(Map.of("RABBITMQ_LOGS", "rabbit.log", "RABBITMQ_LOG_BASE", "/var/log")).node().log();
        assertEquals(Path.of("/var/log/rabbit.log"), file.file().orElseThrow().path());
    }

    @Test
    void levelsOfTheLogAreWords() {
        LogSettings log = read(Map.of("RABBITMQ_LOG", "debug,connection=error,+json")).node().log();
        assertEquals(LogLevel.DEBUG, log.level());
        assertEquals(Map.of("connection", LogLevel.ERROR), log.categories());
        assertEquals(LogSettings.Format.JSON, log.console().orElseThrow().look().format());
    }

    private BrokerSettings read(Map<String, String> variables) {
        new Environment(new HashMap<>(variables)).read(raw);
        return SettingsReader.read(raw);
    }

    private static void refused(Map<String, String> variables, String line) {
        RawSettings raw = new RawSettings();
        new Environment(variables).read(raw);
        ConfigException e = assertThrows(ConfigException.class, raw::requireNoneWrong);
        assertEquals(line, e.getMessage());
    }
}
