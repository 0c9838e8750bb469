package dev.leveret.store.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import dev.leveret.store.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a frame. */
class FrameTest {

    private static final SegmentHeader HEADER = new SegmentHeader(1, 7);

    @TempDir
    Path folder;

    @Test
    void frameIsAsLargeAsTheWriterMakesThemAndNoLarger() throws Exception {
        assertTrue(isFrame(FrameBuffer.SIZE_MAX));
        assertFalse(isFrame(FrameBuffer.SIZE_MAX + Disk.BLOCK_SIZE));
    }

    /** Whether one of that size, whole and with the right CRC, is found. */
    private boolean isFrame(int size) throws IOException {
        FrameBuffer buffer = new FrameBuffer(size, () -> {});
        buffer.putBytes(new byte[size - FrameBuffer.HEADER_SIZE]);
        String name = "segment-" + size;
        try (DiskFile file = new LocalDisk(folder).create(name)) {
            file.write(buffer.seal(FrameKind.LAST, 1, 0, HEADER), 0);
            SegmentView view = new SegmentView();
            view.open(file, name);
            assertEquals(size, view.size());
            return Frame.at(view, 0, HEADER, new CRC32C()) != null;
        }
    }
}
