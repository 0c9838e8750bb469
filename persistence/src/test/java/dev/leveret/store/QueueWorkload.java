package dev.leveret.store;

import dev.leveret.amqp.key.KeyRules;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Real queues of all kinds, and messages that wait in an exchange, upon a store whose power may fail: clients publish with and without
 * confirms, get, consume, acknowledge, requeue, discard, purge, delete and commit, messages die and become letters to other queues, and they leave
 * memory and come back. Besides what the store was told, {@link ClientBooks} know what the clients were told.
 */
final class QueueWorkload implements PowerLoad {

    private static final int QUEUES_MAX = 7;
    private static final int GROUPS = 5;
    private static final int KEYS = 8;
    private static final int WAITING_MAX = 400;

    private final Random random;
    private final Expectation expectation;
    private final RandomMessages messages;
    private final ClientBooks books = new ClientBooks();
    private final List<LiveQueue> queues = new ArrayList<>();

    /** Deleted, but some of their letters have not left. */
    private final List<LiveQueue> ended = new ArrayList<>();

    private Life life;
    private Transfers transfers;

    /** What waits in an exchange; null if there never was anything. */
    private LiveLine line;

    private int counter;
    private long now = 1_700_000_000_000L;

    QueueWorkload(Random random, Expectation expectation) {
        this.random = random;
        this.expectation = expectation;
        this.messages = new RandomMessages(random);
    }

    @Override
    public void on(BrokerStore opened, StoreContents contents, BooleanSupplier powerIsOff) {
        now = life == null ? now : life.now;
        books.judge(contents, now);
        life = new Life(opened, powerIsOff, expectation, expectation.startFrom(contents), now);
        transfers = new Transfers(life, books, random, () -> queues);
        queues.clear();
        ended.clear();
        line = null;
        contents.queues.forEach(this::recover);
    }

    private void recover(StoreContents.FoundQueue found) {
        if (LiveLine.isLine(found.definition())) {
            if (found.priority() == 0) {
                line = new LiveLine(found.definition(), life);
            }
            line.recover(found);
            return;
        }
        if (found.priority() == 0) {
            queues.add(new LiveQueue(found.definition(), life, books));
        }
        queues.getLast().recover(found);
    }

    @Override
    public CountDownLatch step() {
        // Messages get far in a long one, while one event loop tells of it and the other does not.
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 80 : 10); i >= 0; i--) {
            operation();
            if (random.nextInt(10) == 0) {
                life.handOverOne(random.nextBoolean());
            }
        }
        if (random.nextInt(20) == 0) {
            life.now += random.nextInt(400);
        }
        return life.endStep(books.whenDurable());
    }

    private void operation() {
        if (queues.size() < 2) {
            declare();
            return;
        }
        LiveQueue queue = queues.get(random.nextInt(queues.size()));
        switch (random.nextInt(48)) {
            case 0 -> declare();
            case 1 -> delete(oneWithLetters(queue));
            case 2 -> queue.purge();
            case 3, 4, 5, 6, 7 -> publish(List.of(queue), true);
            case 8, 9, 10, 11 -> publish(queues.subList(0, 1 + random.nextInt(queues.size())), true);
            case 12, 13, 14, 15, 16, 17, 18 -> publish(List.of(queue), false);
            case 19, 20 -> queue.get();
            case 21, 22, 23 -> queue.consume();
            case 24, 25 -> settle(queue, random.nextBoolean() ? Outcome.REQUEUE : Outcome.FAIL, null);
            case 26, 27, 28 -> settle(queue, Outcome.DISCARD, null);
            case 29, 30, 31 -> commit();
            case 32, 33, 34, 35 -> queue.handle(new QueueCommand.PageOut(random.nextInt(3) * 500L));
            case 36, 37, 38, 39 -> delay();
            default -> settleSome(queue);
        }
        run(queue);
    }

    private void run(LiveQueue queue) {
        life.now += random.nextInt(3);
        queue.run();
        if (random.nextBoolean()) { // else its letters wait
            transfers.run(queue);
        }
        ended.forEach(transfers::run);
        ended.removeIf(each -> each.letters.isEmpty());
        if (line != null) {
            line.run(transfers);
        }
    }

    private void declare() {
        if (queues.size() < QUEUES_MAX) {
            QueueDefinition definition = QueueKinds.any(life.store, "q" + counter++, random);
            life.define(definition);
            queues.add(new LiveQueue(definition, life, books));
        }
    }

    private LiveQueue oneWithLetters(LiveQueue otherwise) {
        return queues.stream().filter(queue -> !queue.letters.isEmpty()).findAny().orElse(otherwise);
    }

    private void delete(LiveQueue queue) {
        queue.delete();
        queues.remove(queue);
        ended.add(queue);
    }

    private Message message(long delayMillis) {
        FieldTable.Builder headers = FieldTable.builder();
        if (delayMillis > 0) {
            headers.put(Delay.HEADER, delayMillis);
        }
        if (random.nextBoolean()) {
            headers.put(QueueKinds.GROUP_HEADER, new FieldValue.Int32(random.nextInt(GROUPS)));
        }
        if (random.nextBoolean()) {
            headers.put(KeyRules.KEY, new FieldValue.Int32(random.nextInt(KEYS)));
        }
        var properties = BasicProperties.builder()
                .deliveryMode(2)
                .priority(random.nextInt(QueueKinds.PRIORITY_MAX + 2))
                .headers(headers.build());
        if (random.nextInt(4) == 0) {
            properties.expiration(String.valueOf(random.nextInt(2_000)));
        }
        return messages.next().withHeader(ContentHeader.of(properties.build())).arrivedAt(life.now);
    }

    private void publish(List<LiveQueue> targets, boolean withConfirm) {
        Message message = message(0);
        List<String> copies = new ArrayList<>();
        DurableUnit unit = withConfirm ? life.unit(targets.size() + 1, () -> books.confirm(copies), () -> {}) : null;
        targets.forEach(queue -> publish(queue, message, unit, copies));
        if (withConfirm) {
            life.complete(unit);
        }
    }

    private static void publish(LiveQueue queue, Message message, DurableUnit unit, List<String> copies) {
        String copy = queue.publish(message, unit);
        if (copy != null) {
            copies.add(copy);
        }
    }

    /** Some messages that are to wait; most a short time, some longer than the history takes. */
    private void delay() {
        if (line == null) {
            QueueDefinition definition = LiveLine.newDefinition(life.store);
            life.define(definition);
            line = new LiveLine(definition, life);
        }
        if (random.nextInt(4) == 0) {
            line.pageOut(random.nextInt(2) * 1_000L);
        }
        for (int i = random.nextInt(12); i >= 0 && line.count() < WAITING_MAX; i--) {
            long millis = 1 + random.nextInt(random.nextInt(4) == 0 ? 10_000_000 : 3_000);
            List<String> copies = new ArrayList<>();
            DurableUnit unit = random.nextBoolean() ? life.unit(2, () -> books.confirm(copies), () -> {}) : null;
            copies.add(line.publish(message(millis), unit));
            if (unit != null) {
                life.complete(unit);
            }
        }
    }

    private boolean settle(LiveQueue queue, Outcome outcome, DurableUnit unit) {
        if (queue.unacked.isEmpty()) {
            return false;
        }
        int index = random.nextInt(3) > 0 ? 0 : random.nextInt(queue.unacked.size());
        Delivery delivery = queue.unacked.get(index);
        queue.settle(delivery, outcome, unit);
        return true;
    }

    private void settleSome(LiveQueue queue) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            settle(queue, Outcome.ACK, random.nextInt(8) == 0 ? life.unit(1) : null);
            run(queue);
        }
    }

    /** A transaction of publishes and acknowledgements. */
    private void commit() {
        int count = 1 + random.nextInt(4);
        List<String> copies = new ArrayList<>();
        DurableUnit unit = life.unit(2 * count + 1, () -> books.confirm(copies), () -> {});
        for (int i = 0; i < count; i++) {
            LiveQueue queue = queues.get(random.nextInt(queues.size()));
            publish(queue, message(0), unit, copies);
            if (!settle(queue, Outcome.ACK, unit)) {
                life.complete(unit);
            }
        }
        life.complete(unit);
    }
}
