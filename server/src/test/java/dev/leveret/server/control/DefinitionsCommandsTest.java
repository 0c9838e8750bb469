package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions through standard input and output, and what is told of those that can't be. */
class DefinitionsCommandsTest {

    private static final String IMPORTED = "Importing definitions in JSON from standard input ...\n"
            + "Successfully started definition import. It is done.";

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    private static Ended typed(String json, String... words) {
        return broker.run(Tool.RABBITMQCTL, json, words);
    }

    @Test
    void hyphenIsStandardOutputAndNothingButJsonIsThere() {
        String json = broker.printed("export_definitions", "-");
        assertTrue(json.startsWith("{\"rabbit_version\":") && json.endsWith("}") && json.lines().count() == 1, json);
        assertEquals(json, broker.printed("export_definitions", "-", "--formatter", "json"));
        assertEquals(new Ended(0, IMPORTED, ""), typed(json, "import_definitions"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"import_definitions", "import_definitions -", "import_definitions -- -"})
    void whatIsNotInAFileIsRead(String words) {
        assertEquals(new Ended(0, IMPORTED, ""), typed("{\"vhosts\":[{\"name\":\"typed\"}]}", words.split(" ")));
        assertTrue(broker.printed("-s", "list_vhosts").lines().anyMatch("typed"::equals));
        broker.printed("delete_vhost", "typed");
    }

    @Test
    void fileOfRabbitmqadminMayHaveTheNameOfAHyphen(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("d.json"), "{}");
        assertEquals(0, broker.run(Tool.ADMIN, "", "import", file.toString()).exitCode());
        assertEquals(1, broker.run(Tool.ADMIN, "{}", "import", "-").exitCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                | there is nothing in it",
        "{'users':[        | line 1, column 11: it ends too early",
        "{'users':[}       | line 1, column 11: '}' can't stand here",
        "{'users'; []}     | line 1, column 9: ';' can't stand here",
        "{'users':nobody}  | line 1, column 10: 'nobody' can't stand here",
        "[]                | there should be an object, and there is a list",
        "{'users':[{}]}    | users[0]: there is no 'name'",
    })
    void whatIsWrongIsToldInOurWords(String json, String reason) {
        Ended refused = typed(json.replace('\'', '"'), "-q", "import_definitions");
        assertEquals(new Ended(65, "", "Error:\ndefinitions in standard input can't be imported: " + reason), refused);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "import_definitions /nowhere/d.json          | File /nowhere/d.json does not exist",
        "export_definitions /nowhere/d.json          | Directory /nowhere does not exist",
        "export_definitions - --format xml           | Format should be either json or erlang",
        "import_definitions --format erlang /d.json  | Leveret has no Erlang to read or write terms with; use --format json",
    })
    void whatCannotBeIsRefusedBeforeAnythingIsDone(String words, String reason) {
        Ended refused = broker.run(words.split(" +"));
        assertEquals(65, refused.exitCode());
        assertEquals("", refused.printed());
        assertEquals("Error (argument validation): Bad argument: " + reason, refused.error().lines().findFirst().orElseThrow());
    }

    @Test
    void fileNamedLikeWhatIsTyped() {
        Ended refused = broker.run(Tool.RABBITMQCTL, "", "import_definitions", "data:;base64,!!!");
        assertEquals(65, refused.exitCode());
        assertTrue(refused.error().contains("behind data:;base64, there is no base64"), refused.error());
    }
}
