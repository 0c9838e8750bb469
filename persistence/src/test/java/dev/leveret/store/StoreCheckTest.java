package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that nobody uses can be checked: what is in it is counted, and nothing of it is changed. */
class StoreCheckTest {

    @TempDir
    Path folder;

    private final Semaphore cleaned = new Semaphore(0);

    @Test
    void everythingIsCounted() throws Exception {
        // given a store of which some is in the H2 file, some is in the journal alone, and some is settled there
        makeStore();

        // when it is checked
        StoreReport report = StoreCheck.run(folder);

        // then all of it is counted
        assertEquals(List.of("orders"), report.exchanges().stream().map(ExchangeDefinition::name).toList());
        assertEquals(1, report.bindings().size());
        assertEquals(
                List.of("deep 59 messages of 649 bytes", "purged 0 messages of 0 bytes", "big 1 messages of 1200000 bytes"),
                report.queues().stream()
                        .map(queue -> queue.definition().name() + " " + queue.messages() + " messages of "
                                + queue.bytes() + " bytes")
                        .toList());
        assertEquals(2, report.roundsSinceCheckpoint());
        long size = 0;
        for (Path file : Folders.files(folder)) {
            size += Files.size(file);
        }
        assertEquals(size, report.diskBytes());
    }

    @Test
    void eachPriorityIsCountedByItself() throws Exception {
        // given a queue with messages of two priorities
        TestStore store = TestStore.open(folder);
        store.define(new QueueDefinition(7, "/", "prior", false, FieldTable.EMPTY, 2));
        store.append(7, 0, "low");
        store.append(9, 0, "high");
        store.append(9, 1, "higher");
        store.round();
        store.halt();

        // when it is checked
        StoreReport.Queue queue = StoreCheck.run(folder).queues().getFirst();

        // then there is a count for each, and one of all
        assertEquals(
                List.of(new StoreReport.Level(0, 1, 3), new StoreReport.Level(2, 2, 10)),
                queue.levels().stream().filter(level -> level.messages() > 0).toList());
        assertEquals(3, queue.messages());
        assertEquals(13, queue.bytes());
    }

    @Test
    void noByteAndNoNameChanges() throws Exception {
        // given a crash in the middle of a checkpoint, so that a start would have much to mend and to tidy up
        makeStore();
        Path file = folder.resolve("store-0000000001.h2");
        byte[] proven = Files.readAllBytes(file);
        byte[] longer = Arrays.copyOf(proven, proven.length + 40_000);
        Arrays.fill(longer, 0, 8192, (byte) 7);
        Arrays.fill(longer, proven.length, longer.length, (byte) 7);
        Files.write(file, longer);
        Files.writeString(folder.resolve("spill.h2"), "left over");
        Files.writeString(folder.resolve("journal.new"), "left over");
        Files.writeString(folder.resolve("store-0000000002.h2"), "left over");
        Map<String, byte[]> before = contents();

        // when it is checked
        StoreReport report = StoreCheck.run(folder);

        // then it was found whole and is as it was
        assertEquals(59, report.queues().getFirst().messages());
        Map<String, byte[]> after = contents();
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
        // and a start finds the same, in the same process: the check has let go of every file
        TestStore store = TestStore.open(folder);
        int deep = store.recovered().queues().stream()
                .filter(queue -> queue.definition().name().equals("deep"))
                .mapToInt(queue -> queue.messages().size())
                .sum();
        assertEquals(59, deep);
        store.close();
    }

    @Test
    void storeInUseIsRefused() throws Exception {
        TestStore store = TestStore.open(folder);
        StoreException refused = assertThrows(StoreException.class, () -> StoreCheck.run(folder));
        assertEquals("the data folder " + folder + " is in use by a broker; stop it first", refused.getMessage());
        store.close();
        assertEquals(List.of(), StoreCheck.run(folder).queues());
    }

    @Test
    void folderWithoutAStoreIsRefused() throws Exception {
        StoreException empty = assertThrows(StoreException.class, () -> StoreCheck.run(folder));
        assertEquals(
                "the data in " + folder + " can't be used: there is no store in it, no file \"format\" and no journal",
                empty.getMessage());
        assertEquals(List.of(), Folders.files(folder));
        Path missing = folder.resolve("missing");
        StoreException none = assertThrows(StoreException.class, () -> StoreCheck.run(missing));
        assertEquals(missing + " is not a data folder: there is no such folder", none.getMessage());
    }

    private void makeStore() throws Exception {
        TestStore store = TestStore.open(new LocalDisk(folder), folder, TestStore.SMALL, step -> {
            if (step == CheckpointStep.CLEANED) {
                cleaned.release();
            }
        });
        store.define(new ExchangeDefinition("/", "orders", "topic", true, false, false, FieldTable.EMPTY));
        store.define(new BindingDefinition("/", "orders", false, "deep", "#", FieldTable.EMPTY));
        store.declare(1, "deep");
        store.declare(2, "purged");
        store.declare(3, "big");
        List<StoredMessage> deep = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            deep.add(store.append(1, i, "in H2 " + i % 10 + "    "));
            store.append(2, i, "purged later");
        }
        store.append(3, 0, TestStore.message(new byte[1_200_000]), null);
        store.round();
        store.remove(1, deep.get(7));
        store.round();
        store.store().wantCheckpoint();
        cleaned.acquireUninterruptibly();
        for (int i = 50; i < 62; i++) {
            deep.add(store.append(1, i, "journal" + i % 10 + "   "));
        }
        store.round();
        store.remove(1, deep.get(3));
        store.remove(1, deep.get(55));
        store.writer().queue(2).purgedPages(0, 49, 50);
        store.round();
        store.halt();
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Path file : Folders.files(folder)) {
            contents.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return contents;
    }
}
