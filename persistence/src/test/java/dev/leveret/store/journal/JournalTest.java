package dev.leveret.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read again, in order and nothing else. */
class JournalTest {

    private static final int SEGMENT = 32 << 10;
    private static final int BLOCK = 4096;

    /** Keeps what it is given as text. */
    private static final class Read implements FrameVisitor {
        private final List<String> all = new ArrayList<>();

        @Override
        public void round(long sequence, ByteBuffer operations) {
            all.add(sequence + ":" + text(operations));
        }

        @Override
        public void proof(long sequence, ByteBuffer proof) {
            all.add(sequence + ":proof " + text(proof));
        }

        private static String text(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy.length > 100 ? copy.length + " bytes, hash " + Arrays.hashCode(copy) : new String(copy);
        }
    }

    @TempDir
    Path folder;

    private LocalDisk disk;
    private SegmentStock stock;

    @BeforeEach
    void open() {
        disk = new LocalDisk(folder);
        stock = new SegmentStock(disk, SEGMENT);
    }

    @Test
    void roundsAndProofsComeBackInOrder() throws Exception {
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            assertEquals(1, round(journal, "one".getBytes()));
            assertEquals(2, journal.writeProof("two".getBytes()));
            assertEquals(3, round(journal, "three".getBytes()));
        }
        assertEquals(List.of("1:one", "2:proof two", "3:three"), read());
    }

    @Test
    void bigRoundsRunOverSeveralSegments() throws Exception {
        Random random = new Random(1);
        List<String> expected = new ArrayList<>();
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            for (int size : new int[] {10, 28 << 10, 200_000, 1, 70_000, SEGMENT - BLOCK - 32, SEGMENT - BLOCK - 31}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                expected.add(round(journal, bytes) + ":" + Read.text(ByteBuffer.wrap(bytes)));
            }
        }
        assertEquals(expected, read());
        assertTrue(segments().size() > 8);
    }

    @Test
    void everyStartGoesOnInANewSegment() throws Exception {
        JournalEnd end = JournalEnd.NEW;
        List<String> expected = new ArrayList<>();
        for (int start = 0; start < 4; start++) {
            try (Journal journal = new Journal(stock, SEGMENT, end)) {
                expected.add(round(journal, ("start " + start).getBytes()) + ":start " + start);
            }
            end = new JournalReader(disk).read(new Read());
            assertEquals(start + 1, end.lastSequence());
            assertEquals(start + 1, end.lastSegment());
        }
        assertEquals(expected, read());
    }

    @Test
    void segmentsAreReleasedOnceNothingInThemIsNeeded() throws Exception {
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            for (int i = 0; i < 40; i++) {
                round(journal, new byte[5_000]);
            }
            int before = segments().size();
            List<ClosedSegment> released = journal.release(20);
            for (ClosedSegment segment : released) {
                assertTrue(segment.lastSequence() <= 20);
            }
            stock.giveBack(released);
            assertTrue(released.size() > 2);
            assertEquals(before - released.size(), segments().size());
            assertEquals(List.of(), journal.release(20));
        }
        List<String> rest = read();
        assertTrue(rest.getFirst().compareTo("21") <= 0, rest.getFirst());
        assertTrue(rest.getLast().startsWith("40:"));
    }

    @Test
    void whatASpareHeldBeforeIsNotReadAgain() throws Exception {
        // given a segment full of rounds that becomes a spare and then a segment again
        JournalEnd end;
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            for (int i = 0; i < 20; i++) {
                round(journal, ("old " + i).getBytes());
            }
        }
        stock.giveBack(new JournalReader(disk).read(new Read()).segments());
        // when a new journal with the same numbers uses it
        end = JournalEnd.NEW;
        try (Journal journal = new Journal(stock, SEGMENT, end)) {
            round(journal, "new".getBytes());
        }
        // then nothing of the old rounds is there, though their bytes are
        assertEquals(List.of("1:new"), read());
        assertTrue(new String(Files.readAllBytes(segments().getFirst())).contains("old 3"));
    }

    @Test
    void messageMadeToLookLikeAFrameIsNotTakenForOne() throws Exception {
        // given a frame, copied byte for byte into a later round of the same journal
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            round(journal, "first".getBytes());
            byte[] copied = new byte[BLOCK];
            System.arraycopy(Files.readAllBytes(segments().getFirst()), BLOCK, copied, 0, BLOCK);
            copied[23] = 9; // claims to be a later round
            round(journal, new byte[BLOCK - 32]);
            round(journal, copied);
        }
        // when the round before it is torn
        byte[] bytes = Files.readAllBytes(segments().getFirst());
        Arrays.fill(bytes, 3 * BLOCK, 3 * BLOCK + 512, (byte) 0);
        Files.write(segments().getFirst(), bytes);
        // then the journal ends there
        assertEquals(2, read().size());
    }

    @Test
    void fileThatEndsBehindTheLastRoundAndWithinItsBlockIsCopiedAsFarAsItGoes() throws Exception {
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            round(journal, "one".getBytes());
        }
        cut(segments().getFirst(), BLOCK + 100);
        JournalReader reader = new JournalReader(disk);
        JournalEnd end = reader.read(new Read());
        reader.sync();
        assertEquals(List.of("1:one"), read());

        // The next segment has no more than half of its header's block, and the first goes on to count.
        try (Journal journal = new Journal(stock, SEGMENT, end)) {
            round(journal, "two".getBytes());
        }
        cut(segments().getLast(), BLOCK / 2);
        reader = new JournalReader(disk);
        assertEquals(1, reader.sync(reader.read(new Read())).lastSegment());
        assertEquals(List.of("1:one"), read());
    }

    @Test
    void gapBetweenRoundsIsRefused() throws Exception {
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            round(journal, "one".getBytes());
        }
        JournalEnd pretended = new JournalEnd(List.of(), 1, 1, 5);
        try (Journal journal = new Journal(stock, SEGMENT, pretended)) {
            round(journal, "six".getBytes());
        }
        DamagedException refused = assertThrows(DamagedException.class, this::read);
        assertEquals("journal-0000000002.log has round 6 at byte 4096 where round 2 is due", refused.getMessage());
    }

    @Test
    void segmentOfANewerReleaseIsRefused() throws Exception {
        try (Journal journal = new Journal(stock, SEGMENT, JournalEnd.NEW)) {
            round(journal, "one".getBytes());
        }
        byte[] bytes = Files.readAllBytes(segments().getFirst());
        bytes[11] = 2;
        Files.write(segments().getFirst(), bytes);
        DamagedException refused = assertThrows(DamagedException.class, this::read);
        assertEquals(
                "journal-0000000001.log has journal version 2, written by a newer release; this one reads up to 1",
                refused.getMessage());
    }

    private static long round(Journal journal, byte[] bytes) throws IOException {
        journal.round().putBytes(bytes);
        return journal.finishRound();
    }

    private static void cut(Path segment, int size) throws IOException {
        Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), size));
    }

    private List<String> read() throws IOException {
        Read read = new Read();
        new JournalReader(disk).read(read);
        return read.all;
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("journal-")).sorted().toList();
        }
    }
}
