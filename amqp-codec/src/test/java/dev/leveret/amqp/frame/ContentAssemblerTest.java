package dev.leveret.amqp.frame;

import static dev.leveret.amqp.testing.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod.Publish;
import dev.leveret.amqp.value.BasicProperties;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Method, header and bodies of a publish, in their order and out of it. The texts are RabbitMQ's. */
class ContentAssemblerTest {

    private static final String HEADER_EXPECTED =
            "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead";
    private static final String BODY_EXPECTED =
            "UNEXPECTED_FRAME - expected content body, got non content body frame instead";
    private static final String METHOD_EXPECTED =
            "UNEXPECTED_FRAME - expected method frame, got non method frame instead";

    private final ContentAssembler assembler = new ContentAssembler(1000);
    private final Publish publish = new Publish(Address.of("e", "k"), true, false);
    private final ContentHeader header = ContentHeader.of(BasicProperties.EMPTY);

    @Test
    void bodyOfOneFrameBecomesTheMessagesOnlyChunk() {
        assembler.begin(publish);
        assertFalse(assembler.header(60, 3, header));
        byte[] body = {1, 2, 3};
        assertTrue(assembler.body(body));
        assertSame(publish, assembler.publish());
        Message message = assembler.take(77);
        assertSame(publish.address(), message.address());
        assertSame(header, message.header());
        assertEquals(1, message.chunkCount());
        assertSame(body, message.chunk(0));
        assertEquals(77, message.arrivalMillis());
        assertNull(assembler.publish());
    }

    @Test
    void emptyBodyIsCompleteWithItsHeader() {
        assembler.begin(publish);
        assertTrue(assembler.header(60, 0, header));
        Message message = assembler.take(0);
        assertEquals(0, message.chunkCount());
        assertEquals(0, message.bodySize());
    }

    @Test
    void emptyBodyFramesChangeNothing() {
        assembler.begin(publish);
        assembler.header(60, 2, header);
        assertFalse(assembler.body(new byte[0]));
        assertFalse(assembler.body(new byte[1]));
        assertFalse(assembler.body(new byte[0]));
        assertTrue(assembler.body(new byte[1]));
        assertEquals(2, assembler.take(0).bodySize());
    }

    @Test
    void bodyOfManyFramesKeepsItsOrder() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            int size = 1 + random.nextInt(60_000);
            ContentAssembler big = new ContentAssembler(size);
            big.begin(publish);
            big.header(60, size, header);
            boolean complete = false;
            while (sent.size() < size) {
                int chunkSizeMax = random.nextBoolean() ? 5000 : 50;
                byte[] chunk = new byte[Math.min(size - sent.size(), random.nextInt(chunkSizeMax))];
                random.nextBytes(chunk);
                sent.writeBytes(chunk);
                complete = big.body(chunk);
            }
            assertTrue(complete);
            assertArrayEquals(sent.toByteArray(), big.take(0).body());
        }
    }

    @Test
    void singleBytesAreGatheredIntoBigChunks() {
        ContentAssembler big = new ContentAssembler(100_000);
        big.begin(publish);
        big.header(60, 100_000, header);
        for (int i = 0; i < 100_000; i++) {
            big.body(new byte[1]);
        }
        assertTrue(big.take(0).chunkCount() < 10);
    }

    @Test
    void contentWithoutAPublishIsRefused() {
        assertFails(METHOD_EXPECTED, () -> assembler.header(60, 0, header));
        assertFails(METHOD_EXPECTED, () -> assembler.body(new byte[1]));
    }

    @Test
    void onlyAHeaderMayFollowAPublish() {
        assembler.begin(publish);
        assertFails(HEADER_EXPECTED, Publish.ID, assembler::expectMethod);
        assembler.begin(publish);
        assertFails(HEADER_EXPECTED, Publish.ID, () -> assembler.body(new byte[1]));
    }

    @Test
    void headerOfAnotherClassIsRefused() {
        assembler.begin(publish);
        assertFails(
                "UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead",
                Publish.ID,
                () -> assembler.header(50, 0, header));
    }

    @Test
    void onlyABodyMayFollowAHeader() {
        assembler.begin(publish);
        assembler.header(60, 5, header);
        assertFails(BODY_EXPECTED, Publish.ID, assembler::expectMethod);
        assembler.begin(publish);
        assembler.header(60, 5, header);
        assertFails(BODY_EXPECTED, Publish.ID, () -> assembler.header(60, 5, header));
    }

    @Test
    void moreBodyThanAnnouncedIsRefused() {
        assembler.begin(publish);
        assembler.header(60, 5, header);
        assembler.body(new byte[4]);
        assertFails(BODY_EXPECTED, Publish.ID, () -> assembler.body(new byte[2]));
    }

    @Test
    void bodyBehindACompleteMessageIsRefused() {
        assembler.begin(publish);
        assembler.header(60, 0, header);
        assembler.take(0);
        assertFails(METHOD_EXPECTED, () -> assembler.body(new byte[1]));
    }

    @Test
    void bodyOverTheLimitIsRefusedWhenItIsAnnounced() {
        assembler.begin(publish);
        assertFails(
                "PRECONDITION_FAILED - message size 1001 is larger than configured max size 1000",
                Publish.ID,
                () -> assembler.header(60, 1001, header));
        assembler.begin(publish);
        assertFails(
                "PRECONDITION_FAILED - message size 18446744073709551615 is larger than configured max size 1000",
                Publish.ID,
                () -> assembler.header(60, -1, header));
        assembler.begin(publish);
        assertFalse(assembler.header(60, 1000, header));
    }

    @Test
    void errorPutsItBackToTheStart() {
        assembler.begin(publish);
        assertFails(HEADER_EXPECTED, Publish.ID, assembler::expectMethod);
        assembler.expectMethod();
        assertNull(assembler.publish());
        assertThrows(IllegalStateException.class, () -> assembler.take(0));
    }
}
