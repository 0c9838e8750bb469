package dev.leveret.store.h2;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * A store file as it is proven, whatever has been written to it since: it ends where the proof ends and begins with the
 * proof's header. The file itself is opened for reading only and stays as it is.
 */
final class ProvenFileStore extends SingleFileStore {

    private final Proof proof;

    private ProvenFileStore(Proof proof, int cacheMib) {
        super(Map.of("cacheSize", cacheMib, "autoCompactFillRate", 0));
        this.proof = proof;
    }

    /**
     * Opens a file that is at least as long as proven.
     *
     * @param cacheMib for its pages, in MiB
     */
    static MVStore open(Path file, Proof proof, int cacheMib) {
        ProvenFileStore view = new ProvenFileStore(proof, cacheMib);
        view.open(file.toString(), true, null); // null: not encrypted
        view.setSize(proof.length());
        try {
            return new MVStore.Builder().adoptFileStore(view).autoCommitDisabled().autoCommitBufferSize(0).open();
        } catch (RuntimeException | Error e) {
            view.close();
            throw e;
        }
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        if (position + length > proof.length()) {
            throw new IllegalStateException("it refers to byte " + (position + length) + ", behind its proven end");
        }
        ByteBuffer bytes = super.readFully(chunk, position, length);
        if (position < proof.header().length) {
            int from = (int) position;
            bytes.put(0, proof.header(), from, Math.min(length, proof.header().length - from));
        }
        return bytes;
    }
}
