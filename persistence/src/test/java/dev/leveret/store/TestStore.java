package dev.leveret.store;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.LocalDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store led by one thread: operations are collected, and {@link #round} waits until they are durable or have failed. */
final class TestStore implements AutoCloseable {

    /** Small segments, and a checkpoint only when one is asked for. */
    static final StoreSettings SMALL =
            new StoreSettings(64 << 10, 64 << 10, Long.MAX_VALUE, 1_000_000_000, 2048, 256 << 10, 5);

    private static final Address ADDRESS = Address.of("", "key");
    private static final ContentHeader PERSISTENT = ContentHeader.of(new byte[] {0x10, 0, 2});

    /** Notes its outcome. */
    private static final class Outcome implements DurableUnit.Completion {
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        @Override
        public void durable() {
            done.complete(true);
        }

        @Override
        public void failed() {
            done.complete(false);
        }
    }

    private final BrokerStore store;
    private final StoreWriter writer;

    private TestStore(BrokerStore store) {
        this.store = store;
        this.writer = store.writer();
    }

    static TestStore open(Path folder) throws StoreException {
        return open(new LocalDisk(folder), folder, SMALL, step -> {});
    }

    static TestStore open(Disk disk, Path folder, StoreSettings settings, CheckpointStep.Listener steps)
            throws StoreException {
        return new TestStore(BrokerStore.open(disk, folder, settings, TestStore::complete, steps));
    }

    static void complete(DurableUnit[] units, int count, boolean durable) {
        for (int i = 0; i < count; i++) {
            if (durable) {
                units[i].completion().durable();
            } else {
                units[i].completion().failed();
            }
        }
    }

    BrokerStore store() {
        return store;
    }

    StoreWriter writer() {
        return writer;
    }

    /** What was there at the start; to be called once. */
    RecoveredState recovered() throws StoreException {
        return RecoveredState.of(store);
    }

    static Message message(String body) {
        return message(body.getBytes(StandardCharsets.UTF_8));
    }

    static Message message(byte[] body) {
        return Message.of(ADDRESS, PERSISTENT, body, 1_700_000_000_000L);
    }

    static QueueDefinition queue(long id, String name) {
        return new QueueDefinition(id, "/", name, false, FieldTable.EMPTY);
    }

    void declare(long id, String name) {
        define(queue(id, name));
    }

    void define(Definition definition) {
        writer.define(definition, null);
    }

    void undefine(Definition definition) {
        writer.undefine(definition, null);
    }

    StoredMessage append(long queueId, long position, String body) {
        return append(queueId, position, message(body), null);
    }

    StoredMessage append(long queueId, long position, Message message, DurableUnit unit) {
        return writer.queue(queueId).append(position, message, unit);
    }

    void remove(long queueId, StoredMessage message) {
        writer.queue(queueId).remove(message, null);
    }

    /** Hands over what was collected and waits for the end of its round; says whether it is durable. */
    boolean round() {
        Outcome outcome = new Outcome();
        writer.skip(new DurableUnit(1, 0, outcome));
        writer.flush();
        return outcome.done.join();
    }

    /** The messages of a queue as "position:body". */
    static List<String> contents(RecoveredState.Queue queue) {
        return queue.messages().stream()
                .map(message -> message.position() + ":"
                        + new String(message.message().body(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Ends as a crash would. */
    void halt() {
        store.halt();
    }

    @Override
    public void close() {
        store.close();
    }
}
