package dev.leveret.server.control.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What RabbitMQ 3.10's rabbitmqctl makes of the same list. */
class OutputTest {

    private static final FieldTable ARGUMENTS =
            FieldTable.builder().put("x-max-length", new FieldValue.Int32(5)).put("x-queue-mode", "lazy").build();

    @Test
    void tableHasTabsAndHeaders() throws RequestException {
        assertEquals("""
                Listing ...
                name\targuments\tdurable\ttags
                q1\t[{"x-max-length",5},{"x-queue-mode","lazy"}]\ttrue\t[a, b]
                a\\011b\t[]\tfalse\t[]""", printed());
    }

    @Test
    void quietLeavesOutWhatIsTold() throws RequestException {
        assertEquals("name\targuments\tdurable\ttags", printed("-q").lines().findFirst().orElseThrow());
    }

    @Test
    void silentLeavesOutHeaders() throws RequestException {
        assertEquals("""
                q1\t[{"x-max-length",5},{"x-queue-mode","lazy"}]\ttrue\t[a, b]
                a\\011b\t[]\tfalse\t[]""", printed("-s"));
    }

    @Test
    void jsonIsAListOfObjects() throws RequestException {
        assertEquals("""
                [
                {"name":"q1","arguments":[["x-max-length","signedint",5],["x-queue-mode","longstr","lazy"]],"durable":true,"tags":["a","b"]}
                ,{"name":"a\\tb","arguments":[],"durable":false,"tags":[]}
                ]""", printed("--formatter", "json"));
    }

    @Test
    void csvQuotesEverything() throws RequestException {
        assertEquals("""
                "name","arguments","durable","tags"
                "q1","[{""x-max-length"",5},{""x-queue-mode"",""lazy""}]","true","[a, b]"
                "a\\011b","[]","false","[]\"""", printed("--formatter=csv"));
        Output out = new Output(words("--formatter=csv"));
        out.table(List.of("messages"), List.of(List.of(new JsonValue.Whole(5))));
        assertEquals("\"messages\"\n\"5\"", out.text());
    }

    @Test
    void textInsideOfAValueLooksLikeATerm() throws RequestException {
        assertEquals("[{\"k\\\"\",\"a\\\"b\\\\c\\td\\n\\r\\e\\x01\u00e9\"}]",
                cell(FieldTable.of("k\"", FieldValue.text("a\"b\\c\td\n\r\u001b\u0001\u00e9"))));
    }

    @Test
    void listInsideOfAValueLooksLikeATerm() throws RequestException {
        FieldTable inner = FieldTable.of("a", new FieldValue.Array(List.of(new FieldValue.Int32(1))));
        FieldValue list = new FieldValue.Array(List.of(
                FieldValue.text("x"), FieldValue.text("bool"), new FieldValue.Bool(true), new FieldValue.Void(),
                new FieldValue.Table(inner)));
        assertEquals("[{\"none\",undefined},{\"list\",[\"x\",\"bool\",true,undefined,[{\"a\",[1]}]]}]",
                cell(FieldTable.builder().put("none", new FieldValue.Void()).put("list", list).build()));
        FieldValue likeAnArgument = new FieldValue.Array(List.of(
                FieldValue.text("x"), FieldValue.text("bool"), FieldValue.text("y")));
        assertEquals("[{\"list\",[\"x\",\"bool\",\"y\"]}]", cell(FieldTable.of("list", likeAnArgument)));
    }

    private static String cell(FieldTable arguments) throws RequestException {
        Output out = new Output(words("-s"));
        out.table(List.of("arguments"), List.of(List.of(ArgumentCells.of(arguments))));
        return out.text();
    }

    @Test
    void emptyListHasNoHeaders() throws RequestException {
        Output out = new Output(words());
        out.table(List.of("name"), List.of());
        assertEquals("", out.text());
        Output json = new Output(words("--formatter", "json"));
        json.table(List.of("name"), List.of());
        assertEquals("[\n]", json.text());
    }

    private static String printed(String... options) throws RequestException {
        Output out = new Output(words(options));
        out.tell("Listing ...");
        out.table(List.of("name", "arguments", "durable", "tags"), List.of(
                List.of(new JsonValue.Text("q1"), ArgumentCells.of(ARGUMENTS), new JsonValue.Bool(true), JsonValue.texts(List.of("a", "b"))),
                List.of(new JsonValue.Text("a\tb"), ArgumentCells.of(FieldTable.EMPTY), new JsonValue.Bool(false), JsonValue.texts(List.of()))));
        return out.text();
    }

    private static CommandWords words(String... options) throws RequestException {
        List<String> words = new ArrayList<>(List.of("list_users"));
        words.addAll(List.of(options));
        return CommandWords.of(Tool.RABBITMQCTL, words);
    }
}
