package dev.leveret.interop.syscalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.impl.NetworkConnection;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.syscalls.Answers.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Between the write of what a client was told is safe, and the call that carries the telling, there is a completed sync of the
 * file. Everything is done first, in a broker that strace watches; then each test looks into the trace.
 */
@LeveretOnly("looks at the system calls of its own broker")
@EnabledIf(value = "dev.leveret.interop.syscalls.Strace#isUsable", disabledReason = "needs strace (apt install strace)")
class SyncBeforeAnswerTest {

    private static final int QUEUE_DECLARE_OK = method(50, 11);
    private static final int QUEUE_DELETE_OK = method(50, 41);
    private static final int BIND_OK = method(50, 21);
    private static final int EXCHANGE_DECLARE_OK = method(40, 11);
    private static final int ACK = method(60, 80);
    private static final int COMMIT_OK = method(90, 21);

    private static final int ONE_BY_ONE = 200;
    private static final int IN_FLIGHT = 3000;
    private static final int COMMITS = 50;
    private static final int DEFINITIONS = 20;

    @TempDir
    private static Path folder;

    private static List<SystemCall> calls;
    private static int definingPort;
    private static int onePort;
    private static int manyPort;
    private static int copiesPort;
    private static int commitPort;

    private static int method(int classId, int methodId) {
        return classId << 16 | methodId;
    }

    @BeforeAll
    static void workAndRead() throws Exception {
        Path trace = folder.resolve("trace");
        try (BrokerProcess broker = BrokerProcess.launch(Strace.writingTo(trace), folder.resolve("data"));
                Client client = new Client(broker.broker())) {
            broker.awaitStart();
            definingPort = define(client.elsewhere());
            onePort = publishOneByOne(client.elsewhere());
            manyPort = publishMany(client.elsewhere(), "", "many");
            copiesPort = publishMany(client.elsewhere(), "amq.fanout", "copies");
            commitPort = commit(client.elsewhere());
            broker.stop();
        }
        Deadline.await("the end of the trace", () -> Files.readString(trace, StandardCharsets.ISO_8859_1)
                .endsWith("+++ exited with 0 +++\n"));
        calls = TraceReader.read(trace);
    }

    private static int port(Channel channel) {
        return ((NetworkConnection) channel.getConnection()).getLocalPort();
    }

    private static String mark(String kind, int number) {
        return "mark:" + kind + ":" + number + ";";
    }

    private static int define(Channel channel) throws Exception {
        for (String queue : List.of("one", "many", "left", "right")) {
            channel.queueDeclare(queue, true, false, false, Map.of());
        }
        channel.queueBind("left", "amq.fanout", "");
        channel.queueBind("right", "amq.fanout", "");
        for (int i = 0; i < DEFINITIONS; i++) {
            channel.queueDeclare(mark("queue", i), true, false, false, Map.of());
            channel.exchangeDeclare(mark("exchange", i), "direct", true);
            channel.queueBind("one", "amq.direct", mark("key", i));
            channel.queueDelete(mark("queue", i));
        }
        return port(channel);
    }

    private static int publishOneByOne(Channel channel) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < ONE_BY_ONE; i++) {
            publish(channel, "", "one", mark("one", i));
            channel.waitForConfirmsOrDie(10_000);
        }
        return port(channel);
    }

    private static int publishMany(Channel channel, String exchange, String kind) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < IN_FLIGHT; i++) {
            publish(channel, exchange, "many", mark(kind, i));
        }
        channel.waitForConfirmsOrDie(30_000);
        return port(channel);
    }

    private static int commit(Channel channel) throws Exception {
        channel.txSelect();
        for (int i = 0; i < COMMITS; i++) {
            publish(channel, "", "one", mark("begin", i));
            publish(channel, "amq.fanout", "", mark("middle", i));
            publish(channel, "", "many", mark("end", i));
            channel.txCommit();
        }
        return port(channel);
    }

    private static void publish(Channel channel, String exchange, String key, String text) throws Exception {
        AMQP.BasicProperties properties = MessageProperties.PERSISTENT_BASIC;
        channel.basicPublish(exchange, key, properties, Client.bytes(text));
    }

    @Test
    void eachConfirmFollowsASyncOfItsMessage() {
        assertKept(confirmsOf(onePort, "one", ONE_BY_ONE));
    }

    @Test
    void eachConfirmOfManyInFlightFollowsASyncOfItsMessage() {
        assertKept(confirmsOf(manyPort, "many", IN_FLIGHT));
        assertKept(confirmsOf(copiesPort, "copies", IN_FLIGHT));
    }

    @Test
    void publisherThatWaitsForEachConfirmHasASyncForEach() {
        List<Promise> promises = confirmsOf(onePort, "one", ONE_BY_ONE);
        int before = promises.getFirst().answer();
        for (Promise promise : promises.subList(1, promises.size())) {
            assertTrue(syncsBetween(before, promise.answer()) >= 1, promise::toString);
            before = promise.answer();
        }
    }

    @Test
    void manyInFlightShareSyncs() {
        // given
        List<Promise> promises = confirmsOf(manyPort, "many", IN_FLIGHT);
        int first = calls.stream().filter(call -> call.text().contains(mark("many", 0))).findFirst().orElseThrow()
                .begin();
        // when
        long syncs = syncsBetween(first, promises.getLast().answer());
        // then
        System.out.println(IN_FLIGHT + " confirms in flight shared " + syncs + " syncs");
        assertTrue(syncs >= 1 && syncs <= IN_FLIGHT / 10, syncs + " syncs");
    }

    @Test
    void eachCommitOkFollowsASyncOfAllItsMessages() {
        List<Answer> answers = answers(commitPort, COMMIT_OK, COMMITS);
        for (String kind : List.of("begin", "middle", "end")) {
            assertKept(promises(kind, answers));
        }
    }

    @Test
    void answersAboutDurableDefinitionsFollowASync() {
        List<Answer> declared = answers(definingPort, QUEUE_DECLARE_OK, 4 + DEFINITIONS);
        assertKept(promises("queue", declared.subList(4, declared.size())));
        assertKept(promises("exchange", answers(definingPort, EXCHANGE_DECLARE_OK, DEFINITIONS)));
        List<Answer> bound = answers(definingPort, BIND_OK, 2 + DEFINITIONS);
        assertKept(promises("key", bound.subList(2, bound.size())));
        // The last write that names the queue before its delete-ok is that of its removal.
        assertKept(promises("queue", answers(definingPort, QUEUE_DELETE_OK, DEFINITIONS)));
    }

    @Test
    void nameOfASegmentIsDurableBeforeAnythingInItIsConfirmed() {
        int renamed = 0;
        for (SystemCall rename : calls) {
            if (rename.isRename() && rename.text().contains("/journal-")) {
                String[] names = rename.text().split("\0");
                SystemCall folderSync = calls.stream().filter(call -> call.isSync() && call.begin() > rename.end()
                        && Path.of(names[1]).getParent().equals(Path.of(call.target()))).findFirst().orElseThrow();
                assertTrue(calls.stream().filter(call -> call.target().equals(names[1]))
                        .allMatch(call -> call.begin() > folderSync.end()), names[1]);
                renamed++;
            }
        }
        assertTrue(renamed > 0);
    }

    @Test
    void nameOfTheDataFolderIsDurableBeforeAnythingIsConfirmed() {
        Path data = folder.resolve("data");
        SystemCall made = calls.stream().filter(call -> call.name().startsWith("mkdir") && call.result() == 0
                && Path.of(call.text()).equals(data)).findFirst().orElseThrow();
        int answer = answers(definingPort, QUEUE_DECLARE_OK, 4 + DEFINITIONS).getFirst().begin();
        assertTrue(calls.stream().anyMatch(call -> call.isSync() && Path.of(call.target()).equals(folder)
                && call.begin() > made.end() && call.end() < answer));
    }

    private static long syncsBetween(int begin, int end) {
        return calls.stream().filter(call -> call.isToJournal() && call.isSync() && call.begin() > begin
                && call.end() < end).count();
    }

    private static void assertKept(List<Promise> promises) {
        assertEquals(List.of(), promises.stream().flatMap(promise -> promise.fault(calls).stream()).toList());
    }

    private static List<Answer> answers(int port, int method, int count) {
        List<Answer> answers = Answers.to(port, calls).stream().filter(answer -> answer.id() == method).toList();
        assertEquals(count, answers.size());
        return answers;
    }

    private static List<Promise> promises(String kind, List<Answer> answers) {
        List<Promise> promises = new ArrayList<>();
        for (Answer answer : answers) {
            promises.add(new Promise(mark(kind, promises.size()), answer.begin()));
        }
        return promises;
    }

    /** A confirm may be for one tag or for all up to it. */
    private static List<Promise> confirmsOf(int port, String kind, int count) {
        NavigableSet<Long> waiting = new TreeSet<>();
        for (long tag = 1; tag <= count; tag++) {
            waiting.add(tag);
        }
        List<Promise> promises = new ArrayList<>();
        for (Answer answer : Answers.to(port, calls)) {
            if (answer.id() == ACK) {
                long tag = answer.arguments().getLong(0);
                boolean multiple = answer.arguments().get(Long.BYTES) != 0;
                NavigableSet<Long> confirmed = multiple ? waiting.headSet(tag, true) : waiting.subSet(tag, true, tag, true);
                confirmed.forEach(each -> promises.add(new Promise(mark(kind, (int) (each - 1)), answer.begin())));
                confirmed.clear();
            }
        }
        assertEquals(count, promises.size());
        return promises;
    }
}
