package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

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
import org.junit.jupiter.params.provider.ValueSource;

/** RabbitMQ's file of environment variables. */
class EnvironmentFileTest {

    @TempDir
    private Path folder;

    private final Map<String, String> process = new HashMap<>();

    @Test
    void fileSaysWhatTheEnvironmentDoesNot() throws IOException {
        // given a file as people write them, and one of its variables in the environment as well
        Path conf = Files.writeString(folder.resolve("rabbitmq.conf"), "heartbeat = 7\n");
        file("# the node\n\nNODENAME=rabbit@one\nexport RABBITMQ_NODE_PORT=5673 # not the usual one\nCONFIG_FILE=" + conf + "\n");
        process.put("RABBITMQ_NODENAME", "rabbit@two");

        // when the broker is to start
        BrokerSettings settings = run().settings();

        // then the environment counts, and the file where it says nothing
        assertEquals("rabbit@two", settings.node().nodeName());
        assertEquals(List.of(new InetSocketAddress(5673)), settings.listen().addresses());
        assertEquals(7, settings.protocol().heartbeatSeconds());
        assertEquals(List.of(), run().warnings());
    }

    @Test
    void commandFindsTheDataFolderThatTheFileNames() throws IOException {
        file("MNESIA_BASE=/mnesia\n");
        assertEquals(
                new CommandLine.Control(Path.of("/mnesia/leveret"), Tool.RABBITMQCTL, List.of("list_queues")),
                CommandLine.parse(new String[] {"list_queues"}, process, "1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '%', value = {
        "NODENAME=a; a",
        "NODENAME=\"a b\"; a b",
        "NODENAME='$a # b'  # c; $a # b",
        "NODENAME=; %%",
    })
    void valueMayStandInQuotes(String line, String value) throws IOException {
        file(line);
        assertEquals(value, EnvironmentFile.under(process, problem -> fail(problem)).get("RABBITMQ_NODENAME"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODENAME=rabbit@$(hostname)", "NODENAME=\"rabbit@$HOST\"", "NODENAME = a", "if true", "A=1; B=2", ". /etc/x"})
    void lineThatIsMoreThanThatIsToldOf(String line) throws IOException {
        Path file = file("NODE_PORT=1\n" + line + "\n");
        ConfigException e = assertThrows(ConfigException.class, this::run);
        assertEquals(
                file + ":2: is not of the form NAME=value, which is all that is read of a script of the shell", e.getMessage());
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithTheVariablesAndTheFilesToo() throws IOException {
        Path conf = Files.writeString(folder.resolve("rabbitmq.conf"), "hartbeat = 7\n");
        Path file = file("if true\nfi\n");
        process.put("RABBITMQ_CONFIG_FILE", conf.toString());
        process.put("RABBITMQ_NODE_PORT", "many");
        process.put("RABBITMQ_DEFAULT_PASS_FILE", folder + "/none");
        process.put("RABBITMQ_LOG", "loud,connection=shy");
        String noLine = ": is not of the form NAME=value, which is all that is read of a script of the shell";
        String levels = "' is not one of debug, info, notice, warning, error, critical, alert, emergency, none";

        ConfigException e = assertThrows(ConfigException.class, this::run);
        assertEquals(List.of(
                file + ":1" + noLine,
                file + ":2" + noLine,
                conf + ":1: unknown setting 'hartbeat'; the nearest known one is 'heartbeat'",
                "RABBITMQ_DEFAULT_PASS_FILE: " + folder + "/none: cannot be read: no such file",
                "RABBITMQ_NODE_PORT: listeners.tcp.default: 'many' is not a port from 0 to 65535, or an address like 127.0.0.1:5672",
                "RABBITMQ_LOG: log.default.level: 'loud" + levels,
                "RABBITMQ_LOG: log.connection.level: 'shy" + levels), e.getMessage().lines().toList());
    }

    @Test
    void commandIsNotCarriedOutWithAFileThatIsWrong() throws IOException {
        Path file = file("if true\nfi\n");
        ConfigException e = assertThrows(
                ConfigException.class, () -> CommandLine.parse(new String[] {"list_queues"}, process, "1"));
        assertEquals(2, e.getMessage().lines().filter(line -> line.startsWith(file + ":")).count());
    }

    @Test
    void fileThatIsNotThereIsNone() {
        process.put("RABBITMQ_CONF_ENV_FILE", folder + "/none.conf");
        assertEquals(List.of("RABBITMQ_CONF_ENV_FILE: there is no file " + folder + "/none.conf"), run().warnings());
    }

    private Path file(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rabbitmq-env.conf"), text);
        process.put("RABBITMQ_CONF_ENV_FILE", file.toString());
        return file;
    }

    private CommandLine.Run run() {
        return assertInstanceOf(CommandLine.Run.class, CommandLine.parse(new String[0], process, "1"));
    }
}
