package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, in which order, and what wins. */
class ConfigPathsTest {

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void mainFileMayBeNamedWithoutItsExtension() throws IOException {
        Path file = write("rabbitmq.conf", "heartbeat = 7");
        variables.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        assertEquals(7, run().settings().protocol().heartbeatSeconds());
        variables.put("RABBITMQ_CONFIG_FILE", file.toString());
        assertEquals(7, run().settings().protocol().heartbeatSeconds());
        variables.put("RABBITMQ_CONFIG_FILE", write("other", "heartbeat = 8").toString());
        assertEquals(8, run().settings().protocol().heartbeatSeconds());
    }

    @Test
    void filesOfAFolderComeInTheOrderOfTheirNames() throws IOException {
        // given a main file, and a folder as RabbitMQ's image has it
        variables.put("RABBITMQ_CONFIG_FILE", write("rabbitmq.conf", "heartbeat = 1\nchannel_max = 1").toString());
        write("conf.d/20-later.conf", "heartbeat = 3");
        write("conf.d/10-first.conf", "heartbeat = 2");
        write("conf.d/readme.txt", "no settings");

        // then the last of the folder wins, however the folder is written
        for (String name : List.of("conf.d", "conf.d/*.conf")) {
            variables.put("RABBITMQ_CONFIG_FILES", folder.resolve("conf.d") + name.substring("conf.d".length()));
            ProtocolSettings protocol = run().settings().protocol();
            assertEquals(3, protocol.heartbeatSeconds());
            assertEquals(1, protocol.channelMax());
        }
    }

    @Test
    void optionsGoOverVariablesAndTheseOverFiles() throws IOException {
        variables.put("RABBITMQ_CONFIG_FILE", write("rabbitmq.conf", "default_user = a\nheartbeat = 1").toString());
        Path option = write("more/x.conf", "default_user = b\nheartbeat = 2").getParent();
        assertEquals("b", run("--config", option.toString()).settings().auth().defaultUser());
        variables.put("RABBITMQ_DEFAULT_USER", "c");
        assertEquals("c", run("--config", option.toString()).settings().auth().defaultUser());
        assertEquals("d", run("--set", "default_user=d", "--config", option.toString()).settings().auth().defaultUser());
    }

    @Test
    void nothingIsReadThatNobodyNames() {
        assertEquals(BrokerSettings.defaults(), run().settings());
    }

    @Test
    void fileThatIsNotThereIsToldOf() {
        variables.put("RABBITMQ_CONFIG_FILE", "/nowhere/rabbitmq");
        variables.put("RABBITMQ_CONFIG_FILES", "/nowhere/conf.d");
        assertEquals(
                List.of("RABBITMQ_CONFIG_FILE: there is no file /nowhere/rabbitmq",
                        "RABBITMQ_CONFIG_FILES: there is no folder /nowhere/conf.d"),
                run().warnings());
    }

    /** RabbitMQ takes the former for a pattern with one match, and the latter for one without any. */
    @Test
    void oneFileInPlaceOfTheFolderIsRead() throws Exception {
        Path file = write("conf.d", "heartbeat = 7");
        variables.put("RABBITMQ_CONFIG_FILES", file.toString());
        assertEquals(7, run().settings().protocol().heartbeatSeconds());
        variables.put("RABBITMQ_CONFIG_FILES", file + "/*.conf");
        assertEquals(List.of("RABBITMQ_CONFIG_FILES: there is no folder " + file + "/*.conf"), run().warnings());
    }

    @Test
    void termsOfErlangAreRefused() throws IOException {
        Path old = write("rabbitmq.config", "[{rabbit, [{heartbeat, 30}]}].");
        String reason = " is in Erlang's terms, which cannot be read; write what it sets as key = value lines of rabbitmq.conf";
        variables.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        assertEquals("RABBITMQ_CONFIG_FILE: " + old + reason, refused());

        variables.clear();
        Path advanced = write("advanced.config", "[{rabbit, []}].");
        variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", advanced.toString());
        assertEquals("RABBITMQ_ADVANCED_CONFIG_FILE: " + advanced + reason, refused());
    }

    @Test
    void advancedFileWithNothingInItIsPassedOver() throws IOException {
        variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", write("advanced.config", "%% nothing here\n[\n].\n").toString());
        assertEquals(List.of(), run().warnings());
        variables.put("RABBITMQ_ADVANCED_CONFIG_FILE", "/nowhere/advanced.config");
        assertEquals(List.of(), run().warnings());
    }

    @Test
    void variablesStandInValues() throws IOException {
        Path file = write("rabbitmq.conf", "cluster_name = deployment-$(NUMBER)\ndefault_pass = $(SECRET)");
        variables.put("RABBITMQ_CONFIG_FILE", file.toString());
        variables.put("NUMBER", "7");
        assertEquals(file + ":2: the environment variable SECRET is not set", refused());
        variables.put("SECRET", "a$b\\c");
        assertEquals("deployment-7", run().settings().node().clusterName());
        assertEquals("a$b\\c", run().settings().auth().defaultPass());
    }

    @Test
    void encryptedValuesAreRefused() throws IOException {
        Path file = write("rabbitmq.conf", "default_pass = encrypted:abc==");
        variables.put("RABBITMQ_CONFIG_FILE", file.toString());
        assertEquals(file + ":1: default_pass: values that RabbitMQ has encrypted cannot be read; write the value itself, or"
                + " $(NAME) for that of an environment variable", refused());
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private CommandLine.Run run(String... options) {
        return assertInstanceOf(CommandLine.Run.class, CommandLine.parse(options, variables, "1.2.3"));
    }

    private String refused() {
        return assertThrows(ConfigException.class, () -> run()).getMessage();
    }
}
