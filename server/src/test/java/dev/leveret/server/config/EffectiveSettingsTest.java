package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leveret config}. */
class EffectiveSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void everySettingIsThereOnceWithWhereItIsFrom() throws IOException {
        // given a value from each place, and some that others go over
        Path file = Files.writeString(folder.resolve("rabbitmq.conf"), """
                heartbeat = 1
                channel_max = 5
                cluster_name = 'a # b'
                default_users.qa.password = hunter1
                management.tcp.port = 15672
                """);
        Map<String, String> variables = Map.of(
                "RABBITMQ_CONFIG_FILE", file.toString(), "RABBITMQ_DEFAULT_PASS", "hunter2", "RABBITMQ_NODE_PORT", "5673");

        // when they are printed
        List<String> lines = print(variables, "config", "--set", "heartbeat=30").lines().toList();

        // then in the order of their names, with the secrets hidden
        assertEquals(
                List.of("channel_max = 5                  # " + file + ":2",
                        "cluster_name = 'a # b'           # " + file + ":3",
                        "default_pass = ***               # RABBITMQ_DEFAULT_PASS",
                        "default_users.qa.password = ***  # " + file + ":4",
                        "heartbeat = 30                   # --set",
                        "listeners.tcp.default = 5673     # RABBITMQ_NODE_PORT",
                        "# settings of RabbitMQ that mean nothing here, ignored: management.tcp.port"),
                lines);
    }

    @Test
    void allHasTheDefaultsToo() {
        List<String> lines = print(Map.of(), "config", "--all", "--set", "heartbeat=30").lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.matches("heartbeat = 30 +# --set")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.matches("channel_max = 2047 +# default")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.matches("default_pass = \\*\\*\\* +# default")), lines::toString);
        assertEquals(lines.stream().sorted().toList(), lines);
    }

    @Test
    void whatIsPrintedCanBeReadAgain() throws IOException {
        String[] options = {"--set", "cluster_name=a # b", "--set", "heartbeat=5", "--set", "log.file=x.log"};
        String text = print(Map.of(), Stream.concat(Stream.of("config"), Stream.of(options)).toArray(String[]::new));
        Path file = Files.writeString(folder.resolve("again.conf"), text);
        assertEquals(settings(options), settings("--config", file.toString()));
    }

    @Test
    void errorsAreThoseOfAStart() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> print(Map.of(), "config", "--set", "frame_max=1"));
        assertEquals("--set: frame_max: '1' is not 0 or at least 4096", e.getMessage());
        e = assertThrows(ConfigException.class, () -> print(Map.of(), "server", "--all"));
        assertEquals("--all is for the command config", e.getMessage());
    }

    private static BrokerSettings settings(String... options) {
        return assertInstanceOf(CommandLine.Run.class, CommandLine.parse(options, Map.of(), "1.2.3")).settings();
    }

    private static String print(Map<String, String> variables, String... args) {
        return assertInstanceOf(CommandLine.Print.class, CommandLine.parse(args, variables, "1.2.3")).text();
    }
}
