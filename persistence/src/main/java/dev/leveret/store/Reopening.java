package dev.leveret.store;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.GenerationFile;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.journal.Journal;
import dev.leveret.store.journal.JournalEnd;
import dev.leveret.store.journal.JournalReader;
import dev.leveret.store.journal.SegmentStock;
import java.io.IOException;
import java.util.Map;

/**
 * Brings the store back to its last durable round after an error, while the broker goes on: reads and verifies what a start
 * would, and makes a journal to go on in. What the failed file of the journal has behind that round is removed, whole or not.
 * Used by the checkpoint thread; the writer does nothing meanwhile.
 */
final class Reopening {

    private final Disk disk;
    private final StoreSettings settings;
    private final SegmentStock stock;
    private final Ledger ledger;
    private final Map<Long, QueueLog> logs;
    private final GenerationInUse inUse;
    private JournalReader reader;
    private JournalEnd end; // null until everything has been read back

    Reopening(BrokerStore.Parts parts, GenerationInUse inUse) {
        this.disk = parts.disk();
        this.settings = parts.settings();
        this.stock = parts.stock();
        this.ledger = parts.ledger();
        this.logs = parts.logs();
        this.inUse = inUse;
    }

    /**
     * Tries it, and goes on where an earlier try has got stuck: what needs no space on the disk comes first, so that messages can
     * be read even if it is full.
     *
     * @param isProofInDoubt whether a proof may be behind the last durable round
     * @return the journal to go on with; the ledger has what no checkpoint reflects
     * @throws DamagedException if something is not there that was durable
     */
    Journal run(long lastDurable, boolean isProofInDoubt) throws IOException {
        if (end == null) {
            readBack(lastDurable, isProofInDoubt);
        }
        JournalEnd durable = reader.sync(end);
        reader.deleteBeforeGap();
        stock.adopt();
        Journal journal = new Journal(stock, settings.segmentBytes(), durable);
        end = null;
        return journal;
    }

    private void readBack(long lastDurable, boolean isProofInDoubt) throws IOException {
        reader = new JournalReader(disk, lastDurable);
        Proof proof = StoreOpening.lastProof(disk, reader);
        if (isProofInDoubt) {
            // Order: it is gone before the store file is cut back to a proof before it. A start would miss what it names.
            reader.sync();
        }
        inUse.reopen(() -> open(proof, lastDurable));
        GenerationFile.deleteOthers(disk, proof.generation());
    }

    private Generation open(Proof proof, long lastDurable) throws IOException {
        Generation generation = Generation.open(disk, proof);
        try {
            end = replay(generation, proof, lastDurable);
            return generation;
        } catch (IOException | RuntimeException e) {
            generation.close();
            throw e;
        }
    }

    private JournalEnd replay(Generation generation, Proof proof, long lastDurable) throws IOException {
        logs.values().forEach(QueueLog::forget);
        ledger.restart();
        Recovery recovery = new Recovery(ledger, this::log);
        generation.read(recovery);
        JournalEnd found = reader.read(new StoreOpening.Replay(recovery, proof.sequence()));
        if (found.lastSequence() != lastDurable) {
            throw new DamagedException("the journal ends with round " + found.lastSequence() + ", but round " + lastDurable
                    + " was durable");
        }
        recovery.goOn();
        return found;
    }

    private QueueLog log(long queueId) {
        QueueLog known = logs.get(queueId);
        return known == null ? new QueueLog(queueId) : known;
    }
}
