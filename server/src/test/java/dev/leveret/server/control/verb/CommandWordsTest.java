package dev.leveret.server.control.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options and words of a command. */
class CommandWordsTest {

    @Test
    void optionsStandAnywhere() throws RequestException {
        CommandWords words = words("-q", "-n", "rabbit@host", "set_policy", "-p", "shop", "name", "--priority=5", "p", "{}", "-t", "5");
        assertEquals("set_policy", words.verb());
        assertEquals(List.of("name", "p", "{}"), words.arguments());
        assertEquals("shop", words.vhost());
        assertEquals("5", words.option("priority", "0"));
        assertFalse(words.isTold());
        assertTrue(words.hasHeaders());
    }

    @Test
    void nothingBehindTwoHyphensIsAnOption() throws RequestException {
        assertEquals(List.of("user", "--secret"), words("add_user", "user", "--", "--secret").arguments());
    }

    @Test
    void silentLeavesOutHeadersToo() throws RequestException {
        CommandWords words = words("list_users", "-s");
        assertFalse(words.isTold());
        assertFalse(words.hasHeaders());
    }

    @Test
    void argumentsAreCountedByTheUsage() {
        assertMisuse("Error (argument validation): not enough arguments.", "delete_user");
        assertMisuse("Error (argument validation): too many arguments.", "delete_user", "a", "b");
        assertMisuse("Error (argument validation): not enough arguments.", "set_permissions", "a", "b", "c");
        assertMisuse("Error (argument validation): Invalid options for this command:", "list_users", "--nope");
        assertMisuse("Error (argument validation): Invalid options for this command:", "list_users", "-p");
        assertMisuse("", "nosuch");
    }

    @Test
    void timeoutIsANumberOfSeconds() throws RequestException {
        assertEquals("5", words("list_queues", "--timeout=5").option("timeout", ""));
        for (String wrong : List.of("abc", "1.5", "-5", "infinity", "")) {
            assertTold("--timeout : " + wrong, "list_queues", "--timeout", wrong);
            assertTold("-t : " + wrong, "-t", wrong, "ping");
        }
    }

    private static void assertTold(String secondLine, String... words) {
        RequestException misuse = assertThrows(RequestException.class, () -> words(words));
        assertEquals(secondLine, misuse.getMessage().lines().skip(1).findFirst().orElseThrow());
    }

    private static void assertMisuse(String firstLine, String... words) {
        RequestException misuse = assertThrows(RequestException.class, () -> words(words));
        assertEquals(ExitCode.USAGE, misuse.exitCode());
        assertEquals(firstLine, misuse.getMessage().lines().findFirst().orElseThrow());
    }

    private static CommandWords words(String... words) throws RequestException {
        return CommandWords.of(Tool.RABBITMQCTL, List.of(words));
    }
}
