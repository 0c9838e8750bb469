package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        "message_interceptors.incoming.set_header_timestamp.overwrite, there are no interceptors yet",
    })
    void keysThatSomebodyCountsOnAreRefused(String key, String reason) {
        refused(key, "x", "test: '" + key + "' cannot be ignored, and " + reason);
    }

    /** The names of the schemas of 3.10 and 4, with a few of some plugins; $name stands for a name that somebody chooses. */
    @Test
    void everyKeyOfRabbitMqsIsKnown() {
        List<String> keys = ConfigFile.text(Path.of("src/test/resources/config/rabbitmq-keys.txt")).lines().toList();
        List<String> unknown = keys.stream()
                .map(key -> key.replace("$", ""))
                .filter(key -> SettingKeys.find(key).isEmpty() && !ForeignKeys.isIgnored(key) && ForeignKeys.refusal(key).isEmpty())
                .toList();
        assertTrue(keys.size() > 300);
        assertEquals(List.of(), unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "ssl_options, none, ''",
        "ssl_options.crl_check, false, ''",
        "ssl_options.crl_check, peer, test: ssl_options.crl_check: 'peer' is not one of the values that are there yet: false",
        "credential_validator.validation_backend, rabbit_credential_validator_accept_everything, ''",
        "ssl_cert_login_from, subject_alt_name, ''",
        "definitions.import_backend, local, ''",
        "handshake_timeout, infinity, ''",
    })
    void valuesOfNewerVersionsAreTaken(String key, String value, String refusal) {
        if (refusal.isEmpty()) {
            raw.set(key, value, "test");
            assertEquals(List.of(), raw.ignored());
        } else {
            refused(key, value, refusal);
        }
    }

    /** Whatever was written to get there. */
    private static BrokerSettings inForce(BrokerSettings read) {
        return new BrokerSettings(
                read.listen(), read.protocol(), read.timeouts(), read.auth(), read.resources(), read.node(), new SettingTexts(Map::of));
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
                + " are there yet: local_filesystem, local, rabbitmq_definitions_import_local_filesystem");
    }

    @Test
    void keysThatRabbitMqDoesNotKnowEitherStayAnError() {
        refused("managment.tcp.port", "15672",
                "test: unknown setting 'managment.tcp.port'; the nearest known one is 'management.tcp.port'");
        refused("logs.file", "x", "test: unknown setting 'logs.file'; the nearest known one is 'log.file'");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp_listen_options.keep_alive, the nearest known one is 'tcp_listen_options.keepalive'",
        "tcp_listen_options.no_delay, the nearest known one is 'tcp_listen_options.nodelay'",
        "management.tcp.prot, the nearest known one is 'management.tcp.port'",
        "management.load_definition, the nearest known one is 'management.load_definitions'",
        "managment.ssl.versoins.1, the nearest known one is 'management.ssl.versions.1'",
        "management.sample_retention_policy.global.minute, the nearest known one is"
                + " 'management.sample_retention_policies.global.minute'",
        "prometheus.tcp.adress, none",
        "cluster_formation.peer_discovery_backends, the nearest known one is 'cluster_formation.peer_discovery_backend'",
        "mqtt.allow_anonymus, the nearest known one is 'mqtt.allow_anonymous'",
        "stomp.listener.tcp.1, the nearest known one is 'stomp.listeners.tcp.1'",
        "stream.advertized_host, the nearest known one is 'stream.advertised_host'",
        "web_mqtt.tcp.prot, the nearest known one is 'web_mqtt.tcp.port'",
        "web_stomp.wspath, the nearest known one is 'web_stomp.ws_path'",
        "web_stomp, none",
        "management.listeners.tcp.1.port, none",
        "ssl_options.cacert, the nearest known one is 'ssl_options.cacertfile'",
        "ssl_options.crt, none",
        "auth_htp.user_path, none",
        "definitions.http.url, none",
        "log.level, the nearest known one is 'log.default.level'",
        "limits.x, none",
        "statistics.x, none",
        "msg_store_file_size_limit, none",
        "foo, none",
    })
    void hintIsAKeyThatLooksLikeItAndIsTaken(String key, String hint) {
        String none = "none of the known ones looks like it; leveret --help lists them";
        refused(key, "1", "test: unknown setting '" + key + "'; " + (hint.equals("none") ? none : hint));
    }

    private void refused(String key, String value, String line) {
        ConfigException e = assertThrows(ConfigException.class, () -> raw.set(key, value, "test"));
        assertEquals(line, e.getMessage());
    }
}
