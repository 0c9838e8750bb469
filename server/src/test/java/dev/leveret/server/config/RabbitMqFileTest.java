package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rabbitmq.conf that was written for RabbitMQ. */
class RabbitMqFileTest {

    private final RawSettings raw = new RawSettings();

    @Test
    void keysOfWhatIsNotThereAreIgnoredAndNamed() {
        // given a file of a cluster with the management plugin
        raw.set("heartbeat", "30", "test");
        raw.set("management.tcp.port", "15672", "test");
        raw.set("cluster_formation.peer_discovery_backend", "dns", "test");
        raw.set("log.syslog.level", "info", "test");
        raw.set("tcp_listen_options.linger.on", "true", "test");
        raw.set("mnesia_table_loading_retry_limit", "10", "test");

        // then what is there counts, and the rest is named
        assertEquals(30, SettingsReader.read(raw).protocol().heartbeatSeconds());
        assertEquals(
                List.of("cluster_formation.peer_discovery_backend", "log.syslog.level", "management.tcp.port",
                        "mnesia_table_loading_retry_limit", "tcp_listen_options.linger.on"),
                raw.ignored());
    }

    @ParameterizedTest
    @CsvSource({
        "trust_store.directory, certificates are trusted by ssl_options.cacertfile only",
        "ssl_options.key.RSAPrivateKey, keys and certificates come from files",
        "auth_http.user_path, users are known to the broker alone",
        "auth_ldap.servers.1, there is no LDAP here: users are known to the broker alone",
        "definitions.https.url, definitions are imported from files only",
        "vhost_max, there is no such limit yet",
        "credential_validator.min_length, passwords are not looked at when they are set",
    })
    void keysThatSomebodyCountsOnAreRefused(String key, String reason) {
        refused(key, "x", "test: '" + key + "' cannot be ignored, and " + reason);
    }

    /** Whatever was written to get there. */
    private static BrokerSettings inForce(BrokerSettings read) {
        return new BrokerSettings(
                read.listen(), read.protocol(), read.timeouts(), read.auth(), read.resources(), read.node(), Map.of());
    }

    @Test
    void valuesThatAskForWhatIsThereAnywayAreTaken() {
        raw.set("listeners.ssl", "none", "test");
        raw.set("auth_backends.1", "internal", "test");
        raw.set("auth_mechanisms.1", "PLAIN", "test");
        raw.set("auth_mechanisms.2", "AMQPLAIN", "test");
        raw.set("default_permissions.configure", ".*", "test");
        raw.set("proxy_protocol", "false", "test");
        assertEquals(inForce(BrokerSettings.defaults()), inForce(SettingsReader.read(raw)));
        assertEquals(List.of(), raw.ignored());

        refused("auth_backends.2", "ldap", "test: auth_backends.2: 'ldap' is not one of the values that are there yet: "
                + "internal, rabbit_auth_backend_internal");
    }

    @Test
    void allThreeWaysToNameAFileOfDefinitionsAreTaken() {
        assertEquals(Optional.empty(), SettingsReader.read(raw).node().definitions());
        raw.set("management.load_definitions", "/old.json", "test");
        assertEquals(Optional.of(Path.of("/old.json")), SettingsReader.read(raw).node().definitions());
        raw.set("load_definitions", "/plain.json", "test");
        assertEquals(Optional.of(Path.of("/plain.json")), SettingsReader.read(raw).node().definitions());
        raw.set("definitions.import_backend", "local_filesystem", "test");
        ConfigException alone = assertThrows(ConfigException.class, () -> SettingsReader.read(raw));
        assertEquals(
                "definitions.import_backend and definitions.local.path mean nothing without each other", alone.getMessage());
        raw.set("definitions.local.path", "/new.json", "test");
        assertEquals(Optional.of(Path.of("/new.json")), SettingsReader.read(raw).node().definitions());
        refused("definitions.import_backend", "https", "test: definitions.import_backend: 'https' is not one of the values that"
                + " are there yet: local_filesystem");
    }

    @Test
    void keysThatRabbitMqDoesNotKnowEitherStayAnError() {
        refused("managment.tcp.port", "15672",
                "test: unknown setting 'managment.tcp.port'; the nearest known one is 'management.tcp.port'");
        refused("logs.file", "x", "test: unknown setting 'logs.file'; the nearest known one is 'log.file'");
    }

    private void refused(String key, String value, String line) {
        ConfigException e = assertThrows(ConfigException.class, () -> raw.set(key, value, "test"));
        assertEquals(line, e.getMessage());
    }
}
