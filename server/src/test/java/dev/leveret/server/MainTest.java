package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.CommandFront;
import dev.leveret.server.control.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process. */
class MainTest {

    private static final Pattern READY = Pattern.compile("\\[info\\] <main> Server startup complete; port (\\d+), data in .*");

    @TempDir
    private Path folder;

    @Test
    void startsOnAFreePortAndStopsWithExitCodeZero() throws Exception {
        // given a broker that says where it listens
        Process process = start("server", "--port", "0", "--data", folder.toString());
        try (BufferedReader output = process.inputReader()) {
            int port = awaitPort(output);

            // when somebody is connected and the process is told to stop
            try (RawClient client = RawClient.opened(port)) {
                process.destroy();
                client.expectConnectionClose(
                        320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", 0);
            }

            // then that is an orderly end
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        }
    }

    @Test
    void commandEndsTheProcessAndWaitsForIt() throws Exception {
        Process process = start("server", "--port", "0", "--data", folder.toString());
        try (BufferedReader output = process.inputReader()) {
            awaitPort(output);
            var front = new CommandFront("9.9.9", InputStream.nullInputStream(), folder);
            Ended ended = front.run(folder, Tool.RABBITMQCTL, List.of("shutdown"));
            assertEquals(new Ended(0, ended.printed(), ""), ended);
            assertTrue(ended.printed().endsWith(" running at PID " + process.pid() + " successfully shut down"), ended::printed);
            assertEquals(0, process.waitFor()); // It is gone; its parent may hear of that a moment later.
        }
    }

    @Test
    void signalDuringTheStartIsAnOrderlyEndToo() throws Exception {
        // given a broker that has begun to start
        Process process = start("--port", "0", "--data", folder.toString());
        try (BufferedReader output = process.inputReader()) {
            String first = output.readLine();
            assertTrue(first.endsWith(" starting"), first);

            // when it is told to stop
            process.toHandle().destroy(); // unlike the process itself it leaves the output readable

            // then it closes what it has opened
            List<String> rest = output.lines().toList();
            assertTrue(rest.getLast().endsWith(" stopped"), rest::toString);
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        }
        TestBroker.start(folder).close();
    }

    @Test
    void signalDuringAStartThatFailsDoesNotHideTheFailure() throws Exception {
        // given a folder that another broker has
        try (TestBroker broker = TestBroker.start(folder)) {
            // when a second one is to use it, and is told to stop at once
            Process process = start("--port", "0", "--data", folder.toString());
            process.inputReader().readLine();
            process.toHandle().destroy(); // unlike the process itself it leaves the output readable

            // then it says why it could not start
            List<String> errors = process.errorReader().lines().toList();
            assertEquals(1, errors.size(), errors::toString);
            String advice = " is in use by another broker; stop that one first, or choose another folder with --data";
            assertEquals("leveret: the data folder " + folder + advice, errors.getFirst());
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            RawClient.opened(broker.port()).close(); // and the first one goes on
        }
    }

    @Test
    void wrongSettingIsOneLineAndExitCodeOne() throws Exception {
        Process process = start("--set", "hartbeat=5");
        assertEquals(
                List.of("leveret: --set: unknown setting 'hartbeat'; the nearest known one is 'heartbeat'"),
                process.errorReader().lines().toList());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
    }

    @Test
    void dataFolderThatCannotBeMadeIsOneLineAndExitCodeOne() throws Exception {
        Process process = start("--port", "0", "--data", "/proc/leveret");
        List<String> lines = process.errorReader().lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        String start = "leveret: the data folder /proc/leveret can't be made";
        assertTrue(lines.getFirst().startsWith(start), lines::toString);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
    }

    @Test
    void checkSaysWhatIsThereAndFailsInOneLine() throws Exception {
        // given data that a broker has left, with a durable queue
        try (TestBroker broker = TestBroker.start(folder); RawClient client = RawClient.opened(broker.port())) {
            client.openChannel(1);
            client.send(1, new QueueMethod.Declare("work", false, true, false, false, false, FieldTable.EMPTY));
            client.expect(1, QueueMethod.DeclareOk.class);
        }

        // when it is checked, then there is a line for each thing, and no other output
        Process whole = start("check", folder.toString());
        List<String> lines = whole.inputReader().lines().toList();
        assertEquals(
                List.of("virtual host '/': exchanges 0, queues 1, bindings 0", "queue 'work': messages 0, bytes 0",
                        "users: 1", "rounds since the last checkpoint: 0"),
                lines.subList(0, 4));
        assertTrue(lines.get(4).matches("size on disk: [0-9]+ bytes"), lines::toString);
        assertEquals(List.of("everything was read and is whole"), lines.subList(5, lines.size()));
        assertTrue(whole.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, whole.exitValue());

        // and when it is damaged, then one line says so
        Files.writeString(folder.resolve("format"), "something else");
        Process damaged = start("check", folder.toString());
        assertEquals(
                List.of("leveret: the data in " + folder
                        + " can't be used: the file format does not say what format the data has"),
                damaged.errorReader().lines().toList());
        assertTrue(damaged.waitFor(10, TimeUnit.SECONDS));
        assertEquals(1, damaged.exitValue());
    }

    private static int awaitPort(BufferedReader output) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new AssertionError("ended before it was ready: " + seen);
    }

    private static Process start(String... arguments) throws IOException {
        return command(List.of(), arguments).start();
    }

    /** Of a process like those that users start, but for a build. */
    static ProcessBuilder command(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
