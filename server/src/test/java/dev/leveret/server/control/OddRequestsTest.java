package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests on the control socket that none of our programs makes, and paths that cannot be. */
class OddRequestsTest {

    @TempDir
    private Path folder;

    private CommandedBroker broker;

    @BeforeEach
    void start() {
        broker = new CommandedBroker(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private String refused(String... words) {
        BrokerRequests requests = new BrokerRequests(null, broker.broker().broker().verbs());
        return assertThrows(RequestException.class, () -> requests.answer(json(words), () -> false)).getMessage();
    }

    /** By hand: half a character is no text that could be written. */
    private static String json(String... words) {
        return BrokerRequests.COMMAND + "[\"" + String.join("\",\"", words) + "\"]";
    }

    @Test
    void folderThatCannotBeOneIsAnswered() {
        assertTrue(refused("/tmp\\u0000x", "rabbitmqctl", "list_users").startsWith("a command from a folder that can't be one: "));
    }

    @Test
    void halfACharacterIsInNoName() {
        assertEquals("a command with a word that is no text in Unicode",
                refused("/tmp", "rabbitmqctl", "add_user", "a\\ud800", "pw"));
        assertEquals("user\ttags\nguest\t[administrator]", broker.printed("-q", "list_users"));
    }

    @Test
    void definitionsAreExportedForTheBrokersOwnUser() throws Exception {
        Path file = folder.resolve("definitions.json");
        broker.printed("-q", "export_definitions", file.toString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        // and one that is there keeps what it has
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        broker.printed("-q", "export_definitions", file.toString());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void exportToNowhereSaysWhere() {
        Path file = folder.resolve("nowhere/definitions.json");
        Ended ended = broker.run(Tool.RABBITMQCTL, "", "-q", "export_definitions", file.toString());
        assertEquals(65, ended.exitCode());
        assertTrue(ended.error().startsWith("Error (argument validation): Bad argument: Directory " + file.getParent()
                + " does not exist\n"), ended.error());
    }
}
