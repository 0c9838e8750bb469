package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of the command line, and files that they name. */
class CommandLineTest {

    @TempDir
    private Path folder;

    @Test
    void commandIsOptional() {
        assertEquals(parse("--port", "1234"), parse("server", "--port", "1234"));
    }

    @Test
    void fileIsReadWithCommentsAndQuotes() throws IOException {
        // given a file as people write them
        Path file = file("""
                # a comment
                heartbeat = 30   # seconds

                default_user = 'warren # 7'
                default_pass = a\\#b
                """);

        // when it is named
        BrokerSettings settings = parse("--config", file.toString());

        // then only the values are left
        assertEquals(30, settings.protocol().heartbeatSeconds());
        assertEquals("warren # 7", settings.auth().defaultUser());
        assertEquals("a#b", settings.auth().defaultPass());
    }

    @Test
    void optionsWinOverFilesWhereverTheyStand() throws IOException {
        Path file = file("heartbeat = 30\nlisteners.tcp.1 = 127.0.0.1:9\n");
        BrokerSettings settings = parse("--set", "heartbeat=5", "--port", "1234", "--config", file.toString());
        assertEquals(5, settings.protocol().heartbeatSeconds());
        assertEquals(List.of(new InetSocketAddress(1234)), settings.listen().addresses());
    }

    @Test
    void laterFileWins() throws IOException {
        Path first = file("heartbeat = 1\nchannel_max = 5");
        Path second = file("heartbeat = 2");
        BrokerSettings settings = parse("--config", first.toString(), "--config", second.toString());
        assertEquals(2, settings.protocol().heartbeatSeconds());
        assertEquals(5, settings.protocol().channelMax());
    }

    @Test
    void errorInAFileNamesItsLine() throws IOException {
        Path file = file("heartbeat = 1\nhartbeat = 2\n");
        assertEquals(
                file + ":2: unknown setting 'hartbeat'; the nearest known one is 'heartbeat'",
                refused("--config", file.toString()));

        Path other = file("heartbeat\n");
        assertEquals(
                other + ":1: 'heartbeat' is not of the form key = value",
                refused("--config", other.toString()));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        Path file = file("foo = 1\nheartbeat = 5\nhartbeat = 60\nchanel_max = 7\nheartbeat = soon\ndisk_free_limit\n");
        assertEquals(
                List.of(
                        file + ":1: unknown setting 'foo'; none of the known ones looks like it; leveret --help lists them",
                        file + ":3: unknown setting 'hartbeat'; the nearest known one is 'heartbeat'",
                        file + ":4: unknown setting 'chanel_max'; the nearest known one is 'channel_max'",
                        file + ":5: heartbeat: 'soon' is not a whole number from 0 to 65535",
                        file + ":6: it is not of the form key = value",
                        folder.resolve("none") + ": cannot be read: no such file",
                        "--set: unknown setting 'chanel_max'; the nearest known one is 'channel_max'",
                        "--port: listeners.tcp.default: 'many' is not a port from 0 to 65535, or an address like 127.0.0.1:5672"),
                refused("--config", file.toString(), "--config", folder.resolve("none").toString(), "--set", "chanel_max=1", "--port", "many")
                        .lines().toList());
    }

    @Test
    void lineThatIsNoneIsNotShown() throws IOException {
        Path file = file("heartbeat = 1\ndefault_pass: s3cret\n");
        assertEquals(file + ":2: 'default_pass' is not of the form key = value", refused("--config", file.toString()));
        Path other = file("s3cret\n");
        assertEquals(other + ":1: it is not of the form key = value", refused("--config", other.toString()));
        assertEquals("--set: 'default_pass' is not of the form key=value", refused("--set", "default_pass s3cret"));
    }

    @Test
    void fileMayBeginAsEditorsOfWindowsBeginIt() throws IOException {
        Path file = file("\ufeffheartbeat = 7\r\nchannel_max = 5\r\n");
        assertEquals(7, parse("--config", file.toString()).protocol().heartbeatSeconds());
    }

    @Test
    void fileInErlangsTermsIsToldOf() throws IOException {
        Path file = file("\n%% a comment\n[{rabbit, [{heartbeat, 7}]}].\n");
        assertEquals(
                file + " is in Erlang's terms, which cannot be read; write what it sets as key = value lines of rabbitmq.conf",
                refused("--config", file.toString()));
    }

    @Test
    void missingFileIsToldOf() {
        Path nowhere = folder.resolve("nowhere.conf");
        assertEquals(nowhere + ": cannot be read: no such file", refused("--config", nowhere.toString()));
    }

    @Test
    void wrongOptionsAreToldOf() {
        assertEquals("unknown option '--prot'; --help lists them", refused("--prot", "1"));
        assertEquals("--port needs a value; --help shows how", refused("--port"));
        assertEquals("--set: 'heartbeat' is not of the form key=value", refused("--set", "heartbeat"));
        assertEquals(
                "--port: listeners.tcp.default: 'x' is not a port from 0 to 65535, or an address like 127.0.0.1:5672",
                refused("--port", "x"));
    }

    @Test
    void valueMayFollowAnEqualsSign() {
        assertEquals(5677, parse("--port=5677").listen().addresses().getFirst().getPort());
        assertEquals(30, parse("--set=heartbeat=30").protocol().heartbeatSeconds());
    }

    @Test
    void dataFolderIsAnOption() {
        assertEquals(Path.of("/var/lib/leveret"), parse("--data", "/var/lib/leveret").node().data());
    }

    @Test
    void checkTakesTheDataFolderAndNothingElse() {
        assertEquals(
                new CommandLine.Check(Path.of("/var/lib/leveret")),
                CommandLine.parse(new String[] {"check", "/var/lib/leveret"}, Map.of(), "1.2.3"));
        String wrong = "check needs the data folder, and nothing else: leveret check DATA";
        assertEquals(wrong, refused("check"));
        assertEquals(wrong, refused("check", "a", "b"));
        assertEquals(wrong, refused("check", "--data"));
    }

    @Test
    void backupTakesTheTargetAndTheDataFolder() {
        assertEquals(
                new CommandLine.Backup(Path.of("/backup"), Path.of("data")),
                CommandLine.parse(new String[] {"backup", "/backup"}, Map.of(), "1.2.3"));
        assertEquals(
                new CommandLine.Backup(Path.of("/backup"), Path.of("/var/lib/leveret")),
                CommandLine.parse(new String[] {"backup", "/backup", "--data", "/var/lib/leveret"}, Map.of(), "1.2.3"));
        String wrong = "backup needs an empty or new folder: leveret backup TARGET [--data DATA]";
        assertEquals(wrong, refused("backup"));
        assertEquals(wrong, refused("backup", "--data", "a"));
        assertEquals(wrong, refused("backup", "a", "--data"));
        assertEquals(wrong, refused("backup", "a", "b"));
    }

    @Test
    void toolsOfRabbitMqAreFirstWords() {
        assertEquals(
                new CommandLine.Control(Path.of("/d"), Tool.DIAGNOSTICS, List.of("-q", "ping")),
                CommandLine.parse(new String[] {"rabbitmq-diagnostics", "--data", "/d", "-q", "ping"}, Map.of(), "1.2.3"));
        assertEquals(
                new CommandLine.Control(Path.of("data"), Tool.RABBITMQCTL, List.of("list_queues", "name")),
                CommandLine.parse(new String[] {"list_queues", "name"}, Map.of(), "1.2.3"));
    }

    @Test
    void optionsMayStandBeforeTheVerbAndTheTool() {
        assertEquals(control(Tool.RABBITMQCTL, "data", "-q", "list_queues"), all("-q", "list_queues"));
        assertEquals(control(Tool.RABBITMQCTL, "data", "-s", "list_queues"), all("-s", "list_queues"));
        assertEquals(control(Tool.RABBITMQCTL, "data", "-n", "rabbit@other", "ping"), all("-n", "rabbit@other", "ping"));
        assertEquals(control(Tool.RABBITMQCTL, "data", "--formatter=json", "list_queues"), all("--formatter=json", "list_queues"));
        assertEquals(control(Tool.RABBITMQCTL, "/x", "ping"), all("--data", "/x", "ping"));
        assertEquals(control(Tool.DIAGNOSTICS, "/x", "-q", "ping"), all("--data=/x", "-q", "rabbitmq-diagnostics", "ping"));
        assertEquals(control(Tool.RABBITMQCTL, "data", "-q"), all("-q")); // what is done then is said there
    }

    @Test
    void wordThatIsNoneIsNoOptionOfTheBroker() {
        for (String word : List.of("list_queue", "rabbitmq-diagnostic", "sever")) {
            CommandLine.Unknown unknown = assertInstanceOf(CommandLine.Unknown.class, all("-q", word));
            assertEquals(word, unknown.word());
            assertTrue(unknown.known().containsAll(List.of("list_queues", "rabbitmq-diagnostics", "server")));
        }
        assertEquals("'server' has to stand before all options; --help shows how", refused("--data", "/x", "server"));
    }

    private static CommandLine all(String... args) {
        return CommandLine.parse(args, Map.of(), "1.2.3");
    }

    private static CommandLine control(Tool tool, String data, String... words) {
        return new CommandLine.Control(Path.of(data), tool, List.of(words));
    }

    @Test
    void helpAboutWhatIsNoVerbIsThatOfTheCommandLine() {
        CommandLine all = CommandLine.parse(new String[] {"--help"}, Map.of(), "1.2.3");
        for (String command : FirstWord.COMMANDS) {
            assertEquals(all, CommandLine.parse(new String[] {"help", command}, Map.of(), "1.2.3"));
            assertEquals(all, CommandLine.parse(new String[] {command, "--help"}, Map.of(), "1.2.3"));
        }
    }

    @Test
    void helpAndVersionArePrinted() {
        CommandLine help = CommandLine.parse(new String[] {"--help"}, Map.of(), "1.2.3");
        String text = assertInstanceOf(CommandLine.Print.class, help).text();
        assertTrue(text.contains("vm_memory_high_watermark.relative"), text);
        List<String> settings = text.lines().dropWhile(line -> !line.startsWith("Settings")).skip(2).toList();
        int meanings = settings.getFirst().indexOf("port to listen on");
        settings.forEach(line -> assertTrue(line.startsWith("  ", meanings - 2), line));
        assertEquals(new CommandLine.Print("Leveret 1.2.3"), CommandLine.parse(new String[] {"--version"}, Map.of(), "1.2.3"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "rabbitmq", ".conf"), text);
    }

    private static BrokerSettings parse(String... args) {
        return assertInstanceOf(CommandLine.Run.class, CommandLine.parse(args, Map.of(), "1.2.3")).settings();
    }

    private static String refused(String... args) {
        return assertThrows(ConfigException.class, () -> CommandLine.parse(args, Map.of(), "1.2.3")).getMessage();
    }
}
