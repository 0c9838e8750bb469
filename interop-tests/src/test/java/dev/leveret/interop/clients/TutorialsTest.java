package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ's tutorials, in each language that it has them in: the programs are ours, what they do is the tutorials'. */
@Tag("clients")
class TutorialsTest {

    @TempDir
    static Path data;

    private static OwnBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = OwnBroker.start(data, "tutorials");
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @TestFactory
    Stream<DynamicNode> tutorials() {
        return (System.getProperty("clients.program") == null ? Language.selected() : Stream.<Language>empty())
                .filter(language -> Files.isDirectory(language.folder().resolve("tutorials")))
                .map(language -> DynamicContainer.dynamicContainer(language.toString(), new Tutorials(language).tests()));
    }

    /** The seven, in one language. */
    private record Tutorials(Language language) {

        Stream<DynamicTest> tests() {
            return Stream.of(
                    test("clients are installed", language::requireClients),
                    test("1 hello world", this::helloWorld),
                    test("2 work queues", this::workQueues),
                    test("3 publish/subscribe", this::publishSubscribe),
                    test("4 routing", this::routing),
                    test("5 topics", this::topics),
                    test("6 RPC", this::rpc),
                    test("7 publisher confirms", this::publisherConfirms));
        }

        private static DynamicTest test(String name, Executable test) {
            return DynamicTest.dynamicTest(name, test);
        }

        private void helloWorld() throws Exception {
            delete("hello");
            assertEquals(List.of("sent Hello World!"), run("send"));
            try (RunningProgram receive = start("receive")) {
                receive.awaitLine("received Hello World!"); // before or after it says that it waits
            }
        }

        /** What a worker had not acknowledged goes to the other one. */
        private void workQueues() throws Exception {
            delete("task_queue");
            try (RunningProgram worker = start("worker")) {
                worker.awaitLine("waiting");
                try (RunningProgram slow = start("worker", "slow")) {
                    slow.awaitLine("waiting");
                    for (String task : List.of("first.", "second..", "third...")) {
                        assertEquals(List.of("sent " + task), run("new_task", task));
                    }
                    slow.awaitLine("received ");
                }
                List<String> done = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    done.add(worker.awaitLine("done "));
                }
                assertEquals(List.of("done first.", "done second..", "done third..."), done.stream().sorted().toList());
            }
        }

        private void publishSubscribe() throws Exception {
            try (RunningProgram one = start("receive_logs"); RunningProgram other = start("receive_logs")) {
                one.awaitLine("waiting");
                other.awaitLine("waiting");
                assertEquals(List.of("sent info: Hello World!"), run("emit_log", "info: Hello World!"));
                one.awaitLine("received info: Hello World!");
                other.awaitLine("received info: Hello World!");
            }
        }

        private void routing() throws Exception {
            try (RunningProgram all = start("receive_logs_direct", "info", "warning", "error");
                    RunningProgram errors = start("receive_logs_direct", "error")) {
                all.awaitLine("waiting");
                errors.awaitLine("waiting");
                run("emit_log_direct", "info", "all is well");
                run("emit_log_direct", "debug", "nobody wants this");
                run("emit_log_direct", "error", "it burns");
                all.awaitLine("received info:all is well");
                all.awaitLine("received error:it burns");
                assertEquals("received error:it burns", errors.awaitLine("received "));
            }
        }

        private void topics() throws Exception {
            try (RunningProgram kernel = start("receive_logs_topic", "kern.*");
                    RunningProgram critical = start("receive_logs_topic", "#.critical")) {
                kernel.awaitLine("waiting");
                critical.awaitLine("waiting");
                run("emit_log_topic", "kern.info", "a kernel message");
                run("emit_log_topic", "cron.daily.critical", "a job failed");
                run("emit_log_topic", "kern.critical", "a kernel panic");
                assertEquals("received kern.info:a kernel message", kernel.awaitLine("received "));
                assertEquals("received kern.critical:a kernel panic", kernel.awaitLine("received "));
                assertEquals("received cron.daily.critical:a job failed", critical.awaitLine("received "));
                assertEquals("received kern.critical:a kernel panic", critical.awaitLine("received "));
            }
        }

        private void rpc() throws Exception {
            delete("rpc_queue");
            try (RunningProgram server = start("rpc_server")) {
                server.awaitLine("waiting");
                assertEquals(List.of("fib(20) = 6765"), run("rpc_client", "20"));
                assertEquals(List.of("fib(1) = 1"), run("rpc_client", "1"));
            }
        }

        private void publisherConfirms() throws Exception {
            assertEquals(List.of("confirmed 100 one by one", "confirmed 100 in batches", "confirmed 100 as they came"),
                    run("publisher_confirms"));
        }

        /** With what the programs of another language left in it: they are ended before they have acknowledged all. */
        private static void delete(String queue) throws Exception {
            try (Connection connection = broker.broker().factory().newConnection()) {
                connection.createChannel().queueDelete(queue);
            }
        }

        private RunningProgram start(String name, String... arguments) throws IOException {
            return RunningProgram.start(broker.broker(), language, Path.of("tutorials").resolve(language.program(name)), arguments);
        }

        private List<String> run(String name, String... arguments) throws Exception {
            List<String> printed = new ArrayList<>();
            try (RunningProgram program = start(name, arguments)) {
                program.eachLine(printed::add);
            }
            return printed;
        }
    }
}
