package dev.leveret.store;

import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskReason;
import dev.leveret.store.disk.ReadOnlyDisk;
import dev.leveret.store.h2.Generation;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.h2.mvstore.MVStoreException;

/**
 * Reads all of a store that nobody uses: what a start reads, in the same way, and every batch as well. Nothing in the folder is
 * changed, so what a start would mend or tidy up is left as it is.
 */
public final class StoreCheck {

    private final Disk disk;

    private StoreCheck(Disk disk) {
        this.disk = disk;
    }

    /**
     * Checks the store in a folder. Takes as long as it takes to read it.
     *
     * @throws StoreException if a broker has the folder, or there is no store, or it is damaged, with the file in the message
     */
    public static StoreReport run(Path folder) throws StoreException {
        Path absolute = BrokerStore.absolute(folder);
        if (!Files.isDirectory(absolute)) {
            throw new StoreException(absolute + " is not a data folder: there is no such folder");
        }
        Disk disk = new ReadOnlyDisk(absolute);
        AutoCloseable lock = null;
        try {
            lock = disk.tryLock(BrokerStore.LOCK_FILE);
            if (lock == null) {
                throw new StoreException("the data folder " + absolute + " is in use by a broker; stop it first");
            }
            return new StoreCheck(disk).report();
        } catch (IOException | MVStoreException | ArithmeticException e) {
            String reason = e instanceof IOException ? DiskReason.of(e) : "they are damaged; start on a backup";
            throw new StoreException("the data in " + absolute + " can't be used: " + reason, e);
        } finally {
            BrokerStore.release(lock);
        }
    }

    private StoreReport report() throws IOException, StoreException {
        JournalReader journal = new JournalReader(disk);
        if (!StoreFormat.exists(disk)) {
            throw new DamagedException(journal.exists()
                    ? "there is a journal, but no file \"format\" that says what it is"
                    : "there is no store in it, no file \"format\" and no journal");
        }
        Proof proof = StoreOpening.lastProof(disk, journal);
        try (Generation generation = Generation.openUnchanged(disk, proof)) {
            return report(generation, journal, proof);
        }
    }

    private StoreReport report(Generation generation, JournalReader journal, Proof proof) throws IOException {
        Ledger ledger = new Ledger();
        Recovery recovery = new Recovery(ledger);
        generation.read(recovery);
        StoreOpening.Replay replay = new StoreOpening.Replay(recovery, proof.sequence());
        journal.read(replay);
        Recovered recovered = recovery.finish(new HashMap<>(), replay.rounds());
        StoredContents contents = new StoredContents(ledger.handOver(0, 0, new HashMap<>()));
        generation.verify(contents);
        List<StoreReport.Queue> queues = new ArrayList<>();
        for (RecoveredQueue queue : recovered.queues()) {
            queues.add(counted(queue, contents));
        }
        queues.sort(Comparator.comparingLong(queue -> queue.definition().id()));
        return new StoreReport(
                recovered.exchanges(),
                queues,
                recovered.bindings(),
                recovered.policies(),
                recovered.virtualHosts().stream().map(VirtualHostDefinition::name).toList(),
                recovered.access().stream().filter(each -> each instanceof AccessDefinition.User).count(),
                recovered.roundsSinceCheckpoint(),
                diskBytes());
    }

    /** A start believes the counts of the index and the journal; here the messages have been counted. */
    private static StoreReport.Queue counted(RecoveredQueue queue, StoredContents contents) throws DamagedException {
        List<StoreReport.Level> levels = new ArrayList<>();
        for (RecoveredLevel level : queue.levels()) {
            long id = queue.definition().id() + level.priority();
            StoredContents.Content content = contents.of(id);
            long expected = (long) level.pages().count() + level.newer().size();
            if (content.messages() != expected) {
                throw new DamagedException("the journal and the store file do not fit: queue " + id
                        + " has " + content.messages() + " messages, but " + expected + " by their counts");
            }
            levels.add(new StoreReport.Level(level.priority(), content.messages(), content.bytes()));
        }
        levels.sort(Comparator.comparingInt(StoreReport.Level::priority));
        return new StoreReport.Queue(queue.definition(), levels);
    }

    private long diskBytes() throws IOException {
        long bytes = 0;
        for (String name : disk.list()) {
            Path file = disk.path(name);
            bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
        }
        return bytes;
    }
}
