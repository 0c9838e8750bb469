package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients of the control socket do not hold up each other, whatever one of them does or leaves undone. */
@Timeout(60)
class ControlSocketTest {

    private static final int DEADLINE_SECONDS = 30;

    @TempDir
    private Path folder;

    private final AtomicLong nowMillis = new AtomicLong(1_000);

    private ControlSocket socket;

    private void open(ControlSocket.Requests requests) throws IOException {
        socket = ControlSocket.open(folder, requests, nowMillis::get);
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private SocketChannel connected() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve(ControlSocket.FILE)));
        return channel;
    }

    private String ask(String request) {
        try (SocketChannel channel = connected()) {
            ControlLine.write(channel, request);
            return ControlLine.read(channel);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<String> asking(String request) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(ask(request));
            } catch (AssertionError e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static String echo(String request, BooleanSupplier isStopping) {
        return request;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void defectIsAnsweredToo() throws Exception {
        open((request, isStopping) -> {
            throw new IllegalStateException("a defect");
        });
        Logger logger = (Logger) LoggerFactory.getLogger(ControlSocket.class);
        logger.setLevel(Level.OFF);
        try {
            assertEquals("error it can't be done, because of a defect of the broker; its log says more", ask("x"));
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void clientThatSaysNothingHoldsUpNobody() throws Exception {
        open(ControlSocketTest::echo);
        try (SocketChannel silent = connected()) {
            assertEquals("ok ping", ask("ping"));
            assertTrue(silent.isConnected());
        }
    }

    @Test
    void clientThatSaysNothingForTooLongIsCutOff() throws Exception {
        open(ControlSocketTest::echo);
        try (SocketChannel silent = connected()) {
            // given a client that is there, which the answer to a later one proves
            assertEquals("ok ping", ask("ping"));

            // when its time is over, then it is cut off
            nowMillis.addAndGet(ControlClients.PATIENCE_MILLIS);
            assertEquals(-1, silent.read(ByteBuffer.allocate(1)));
            assertEquals("ok ping", ask("ping"));
        }
    }

    @Test
    void requestThatTakesLongIsNotCutOff() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        open((request, isStopping) -> {
            if (request.equals("long")) {
                begun.countDown();
                await(mayEnd);
            }
            return request;
        });
        try (SocketChannel silent = connected()) {
            // given one that takes long, and one that says nothing
            CompletableFuture<String> answer = asking("long");
            await(begun);

            // when so much time has passed that the silent one is cut off
            nowMillis.addAndGet(ControlClients.PATIENCE_MILLIS);
            assertEquals(-1, silent.read(ByteBuffer.allocate(1)));

            // then the other has its answer all the same, and health checks had theirs
            assertEquals("ok ping", ask("ping"));
            assertFalse(answer.isDone());
            mayEnd.countDown();
            assertEquals("ok long", answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void noMoreThanSoManyAreServedAtOnceAndTheOthersWait() throws Exception {
        CountDownLatch full = new CountDownLatch(ControlSocket.CLIENTS_MAX);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger present = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        open((request, isStopping) -> {
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            full.countDown();
            await(mayEnd);
            present.decrementAndGet();
            return request;
        });
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < ControlSocket.CLIENTS_MAX + 4; i++) {
            answers.add(asking("c" + i));
        }
        await(full);
        mayEnd.countDown();
        for (int i = 0; i < answers.size(); i++) {
            assertEquals("ok c" + i, answers.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(ControlSocket.CLIENTS_MAX, most.get());
    }

    @Test
    void closingTellsAllThatAreServedAndWaitsForThem() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        open((request, isStopping) -> {
            begun.countDown();
            while (!isStopping.getAsBoolean()) {
                Thread.onSpinWait();
            }
            ended.incrementAndGet();
            return "given up";
        });
        CompletableFuture<String> one = asking("1");
        CompletableFuture<String> two = asking("2");
        await(begun);
        close();
        assertEquals(2, ended.get());
        assertEquals("ok given up", one.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
        assertEquals("ok given up", two.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
    }
}
