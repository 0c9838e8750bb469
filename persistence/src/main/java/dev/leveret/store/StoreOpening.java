package dev.leveret.store;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.GenerationFile;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.h2.Spill;
import dev.leveret.store.journal.ClosedSegment;
import dev.leveret.store.journal.FrameVisitor;
import dev.leveret.store.journal.JournalEnd;
import dev.leveret.store.journal.JournalReader;
import dev.leveret.store.record.OperationReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a start finds in the folder.
 *
 * @param isNew whether there was nothing; then the journal has no proof yet
 */
record StoreOpening(
        boolean isNew,
        Generation generation,
        JournalEnd journalEnd,
        Recovered recovered,
        Map<Long, QueueLog> logs,
        long highestQueueId) {

    /** Looks for the last proof. */
    private static final class ProofSearch implements FrameVisitor {
        private Proof last;

        @Override
        public void round(long sequence, ByteBuffer operations) {}

        @Override
        public void proof(long sequence, ByteBuffer proof) throws IOException {
            last = Proof.read(proof);
        }
    }

    /** Hands on the rounds that the H2 store does not have. */
    static final class Replay implements FrameVisitor {
        private final OperationReader operations = new OperationReader();
        private final Recovery recovery;
        private final long after;
        private long rounds;

        Replay(Recovery recovery, long after) {
            this.recovery = recovery;
            this.after = after;
        }

        @Override
        public void round(long sequence, ByteBuffer round) throws IOException {
            if (sequence > after) {
                operations.read(round, recovery);
                rounds++;
            }
        }

        @Override
        public void proof(long sequence, ByteBuffer proof) {}

        /** How many there were. */
        long rounds() {
            return rounds;
        }
    }

    static StoreOpening open(Disk disk, Ledger ledger) throws IOException {
        JournalReader journal = new JournalReader(disk);
        if (!StoreFormat.exists(disk)) {
            return create(disk, journal, journal.read(new ProofSearch()));
        }
        Proof proof = lastProof(disk, journal);
        // Order: before anything needs space, of which it may have taken the last.
        Spill.deleteLeftOver(disk);
        // Order: what is built upon has to be durable, and after a kill it may be in the page cache alone.
        journal.sync();
        return recover(disk, ledger, journal, proof);
    }

    /** Reads all of the journal, of a store that is complete, and finds the checkpoint that it goes on from. */
    static Proof lastProof(Disk disk, JournalReader journal) throws IOException {
        StoreFormat.check(disk);
        ProofSearch search = new ProofSearch();
        JournalEnd end = journal.read(search);
        if (search.last == null) {
            throw new DamagedException("the journal names no checkpoint");
        }
        if (end.firstSequence() > search.last.sequence() + 1) {
            throw new DamagedException("the journal begins with round " + end.firstSequence()
                    + ", but the last checkpoint reaches only to round " + search.last.sequence());
        }
        return search.last;
    }

    /** A start that made a store may have ended before it was complete, which is when it gets its format file. */
    private static StoreOpening create(Disk disk, JournalReader journal, JournalEnd end) throws IOException {
        boolean empty = end.segments().isEmpty();
        if (!empty && (end.segments().getFirst().number() > 1 || end.lastSequence() > 1)) {
            throw new DamagedException("there is a journal, but no file \"format\" that says what it is");
        }
        for (ClosedSegment segment : end.segments()) {
            disk.delete(segment.fileName());
        }
        Generation generation = Generation.create(disk, 1);
        generation.complete(0, 0);
        generation.sync();
        Recovered nothing = new Recovered(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0);
        return new StoreOpening(true, generation, JournalEnd.NEW, nothing, new ConcurrentHashMap<>(), 0);
    }

    private static StoreOpening recover(Disk disk, Ledger ledger, JournalReader journal, Proof proof)
            throws IOException {
        Generation generation = Generation.open(disk, proof);
        try {
            return recover(disk, ledger, journal, proof, generation);
        } catch (IOException | RuntimeException e) {
            generation.close();
            throw e;
        }
    }

    private static StoreOpening recover(
            Disk disk, Ledger ledger, JournalReader journal, Proof proof, Generation generation) throws IOException {
        Recovery recovery = new Recovery(ledger);
        generation.read(recovery);
        Replay replay = new Replay(recovery, proof.sequence());
        JournalEnd end = journal.read(replay);
        Map<Long, QueueLog> logs = new ConcurrentHashMap<>();
        Recovered recovered = recovery.finish(logs, replay.rounds());
        journal.deleteBeforeGap();
        GenerationFile.deleteOthers(disk, proof.generation());
        long highestQueueId = Math.max(generation.highestQueueId(), recovery.highestQueueId());
        return new StoreOpening(false, generation, end, recovered, logs, highestQueueId);
    }
}
