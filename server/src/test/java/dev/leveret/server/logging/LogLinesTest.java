package dev.leveret.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Layout;
import dev.leveret.server.config.LogSettings.LevelFormat;
import dev.leveret.server.config.LogSettings.TimeFormat;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line looks like. */
class LogLinesTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_796_000_000L, 7_089_000);
    private static final LineParts PARTS = new LineParts(TimeFormat.RFC3339_SPACE, LevelFormat.LC);

    private final LoggingEvent event = event("dev.leveret.server.connection.ConnectionLog", Level.WARN, "it is 'full'");

    @Test
    void lineHasTimeLevelThreadAndMessage() {
        String line = new LineLayout(PARTS).doLayout(event);
        assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.007089[+-]\\d\\d:\\d\\d"
                + " \\[warning\\] <loop-1-1> it is 'full'\n"), line);
    }

    @Test
    void stackTraceFollowsTheLine() {
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why")));
        String text = new LineLayout(PARTS).doLayout(event);
        assertTrue(text.contains("it is 'full'\njava.lang.IllegalStateException: why\n\tat "), text);
    }

    @Test
    void nobodyMakesLinesOfHisOwn() {
        String line = new LineLayout(PARTS).doLayout(event("x", Level.INFO, "queue 'a\n2026 [info] b\u001b'"));
        assertTrue(line.endsWith("queue 'a\\n2026 [info] b '\n"), line);
    }

    @Test
    void nobodyMovesTheCursor() {
        String line = new LineLayout(PARTS).doLayout(event("x", Level.INFO, "a\u007fb\u0085c\u009b2Jd\u2028e\u2029f\u00e4"));
        assertTrue(line.endsWith(" a b c 2Jd e f\u00e4\n"), line);
    }

    @Test
    void objectHasRabbitMqsMembers() throws Exception {
        JsonValue.Members object = json(new JsonLayout(PARTS), event);
        assertEquals("[time, level, msg, domain, pid]", object.members().keySet().toString());
        assertEquals(new JsonValue.Text("warning"), object.get("level"));
        assertEquals(new JsonValue.Text("it is 'full'"), object.get("msg"));
        assertEquals(new JsonValue.Text("rabbitmq.connection"), object.get("domain"));
        assertEquals(new JsonValue.Text("<loop-1-1>"), object.get("pid"));
        assertTrue(object.get("time").toString().contains(".007089"), object::toString);
    }

    @Test
    void objectIsOneLineWithItsStackTrace() throws Exception {
        LoggingEvent failed = event("dev.leveret.server.Broker", Level.ERROR, "a\nb");
        failed.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why")));
        JsonValue.Members object = json(new JsonLayout(PARTS), failed);
        assertEquals(new JsonValue.Text("rabbitmq"), object.get("domain"));
        assertTrue(object.get("msg").toString().contains("a\nb\njava.lang.IllegalStateException: why"), object::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCH_SECS,    1796000000.007089",
        "EPOCH_USECS,   1796000000007089",
        "RFC3339_T,     \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.007089[+-]\\d\\d:\\d\\d",
        "LAGER_DEFAULT, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.007",
    })
    void timeHasManyForms(TimeFormat format, String expression) {
        StringBuilder time = new StringBuilder();
        new LineParts(format, LevelFormat.LC).time(time, TIME);
        assertTrue(time.toString().matches(expression), time::toString);
    }

    @ParameterizedTest
    @CsvSource({"LC, warning", "UC, WARNING", "LC3, war", "UC3, WAR", "LC4, warn", "UC4, WARN"})
    void levelHasManyForms(LevelFormat format, String expected) {
        StringBuilder level = new StringBuilder();
        new LineParts(TimeFormat.RFC3339_SPACE, format).level(level, Level.WARN);
        assertEquals(expected, level.toString());
    }

    private static JsonValue.Members json(Layout<ILoggingEvent> layout, LoggingEvent event)
            throws Exception {
        String line = layout.doLayout(event);
        assertEquals(line.length() - 1, line.indexOf('\n'), line);
        return (JsonValue.Members) JsonReader.read(line.getBytes(StandardCharsets.UTF_8));
    }

    private static LoggingEvent event(String logger, Level level, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        event.setThreadName("loop-1-1");
        event.setInstant(TIME);
        return event;
    }
}
