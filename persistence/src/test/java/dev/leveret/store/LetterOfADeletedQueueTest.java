package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dead letter whose queue has been deleted is in one place as any other is, whatever its queue's loop and others have handed over when the
 * broker ends. Queues with even ids are on the first loop, the others on the second.
 */
class LetterOfADeletedQueueTest {

    private static final long NOW = 1_700_000_000_000L;

    @TempDir
    Path folder;

    private final ClientBooks books = new ClientBooks();
    private final Expectation expectation = new Expectation();
    private BrokerStore store;
    private Life life;

    @BeforeEach
    void open() throws Exception {
        store = BrokerStore.open(folder, TestStore.SMALL, TestStore::complete);
        life = new Life(store, () -> false, expectation, expectation.startFrom(StoreContents.of(store)), NOW);
    }

    @AfterEach
    void close() {
        store.halt();
    }

    private LiveQueue declare(long id, String name) {
        FieldTable arguments = FieldTable.builder().put("x-dead-letter-exchange", "dead").build();
        QueueDefinition definition = new QueueDefinition(id, "/", name, false, arguments);
        life.define(definition);
        LiveQueue queue = new LiveQueue(definition, life, books);
        queue.consume(); // so that no message waits for a round before it is received
        return queue;
    }

    private void publish(LiveQueue queue, String name) {
        var properties = BasicProperties.builder().deliveryMode(2).headers(FieldTable.EMPTY).build();
        queue.publish(
                TestStore.message(StoreModel.body(name, 20)).withHeader(ContentHeader.of(properties)).arrivedAt(NOW), null);
    }

    /** The first message of a queue becomes a letter. */
    private void discard(LiveQueue queue) {
        queue.run();
        queue.settle(queue.unacked.getFirst(), Outcome.DISCARD, null);
    }

    /** The first letter of a queue goes to another one. */
    private void go(LiveQueue from, LiveQueue to) {
        DurableUnit unit = life.unit(2);
        to.arrive(from.letters.element().message(), false, unit);
        from.departed(unit);
    }

    private void handOverFirst() {
        life.handOverOne(true);
    }

    private void handOverBoth() throws Exception {
        life.endStep(() -> {}).await();
    }

    /** What is there after the broker's end. */
    private List<String> found() throws Exception {
        store.halt();
        store = BrokerStore.open(folder, TestStore.SMALL, TestStore::complete);
        StoreContents contents = StoreContents.of(store);
        expectation.verify(contents.keys());
        return contents.queues.stream()
                .map(queue -> queue.definition().name()
                        + queue.messages().stream().map(StoreContents.FoundMessage::name).toList())
                .sorted()
                .toList();
    }

    /** A message leaves one queue, of whose loop the store is told nothing yet, for another, dies there, and goes on when that is deleted. */
    private void goOnFromADeletedQueue() throws Exception {
        LiveQueue origin = declare(1, "origin");
        LiveQueue deleted = declare(2, "deleted");
        LiveQueue target = declare(4, "target");
        publish(origin, "m");
        discard(origin);
        handOverBoth();
        go(origin, deleted);
        discard(deleted);
        deleted.delete();
        go(deleted, target);
        handOverFirst();
    }

    @Test
    void doesNotGoOnBeforeTheUnitThatHasBroughtIt() throws Exception {
        // when
        goOnFromADeletedQueue();
        // then it is where it was
        assertEquals(List.of("origin[m]", "target[]"), found());
    }

    @Test
    void goesOnWithTheUnitThatHasBroughtIt() throws Exception {
        // given
        goOnFromADeletedQueue();
        // when the first queue's loop tells of it
        handOverBoth();
        // then it is where it went
        assertEquals(List.of("origin[]", "target[m]"), found());
    }

    @Test
    void leavesItsQueueWhenTheDeletionHasToWait() throws Exception {
        // given two letters, one of which is on its way to a queue whose loop has told nothing yet
        LiveQueue deleted = declare(2, "deleted");
        LiveQueue other = declare(1, "other");
        LiveQueue target = declare(4, "target");
        publish(deleted, "m1");
        publish(deleted, "m2");
        discard(deleted);
        discard(deleted);
        handOverBoth();
        go(deleted, other);
        // when their queue is deleted, and the second one goes on
        deleted.delete();
        go(deleted, target);
        handOverFirst();
        // then the deletion has waited, and the second one has left
        assertEquals(List.of("deleted[m1]", "other[]", "target[m2]"), found());
    }

    @Test
    void whatATransactionAcknowledgesDoesNotComeBackWhenTheDeletionHasToWait() throws Exception {
        // given a letter on its way as before, and a message that somebody has received
        LiveQueue deleted = declare(2, "deleted");
        LiveQueue other = declare(1, "other");
        publish(deleted, "m1");
        publish(deleted, "m2");
        discard(deleted);
        handOverBoth();
        go(deleted, other);
        deleted.run();
        Delivery received = deleted.unacked.getFirst();
        // when the queue is deleted, and a transaction acknowledges the message
        deleted.delete();
        deleted.settle(received, Outcome.ACK, life.unit(1));
        handOverFirst();
        // then it is not there
        assertEquals(List.of("deleted[m1]", "other[]"), found());
    }
}
