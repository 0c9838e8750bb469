package dev.leveret.queue.delay;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line with a clock that stands still unless the test lets it go on, and a store that answers at once or when the test wants it. */
final class TestLine implements DelayEffects {

    /** What has left the line, and when. */
    record Left(String name, long millis) {}

    final MemorySlots slots;
    final DelayLine line;
    final List<Left> left = new ArrayList<>();
    long now;
    long wakeAt = Long.MAX_VALUE;
    boolean storeAnswers = true;

    TestLine(int pageBytes, long now) {
        this(new MemorySlots(pageBytes), now);
    }

    private TestLine(MemorySlots slots, long now) {
        this.slots = slots;
        this.now = now;
        this.line = new DelayLine(true, slots, this);
    }

    /** The same line after a crash of the broker and a start at this time. */
    TestLine restartedAt(long millis) {
        TestLine again = new TestLine(slots.restarted(), millis);
        for (int slot = 0; slot < DelayLine.SLOT_COUNT; slot++) {
            var messages = slots.stored.get(slot);
            if (messages != null && !messages.isEmpty()) {
                again.line.recover(slot, new RecoveredRange(
                        messages.firstKey(), messages.lastKey(), messages.size(), 0, Long.MAX_VALUE));
            }
            again.line.resumeAt(slot, slots.nextPosition(slot));
        }
        again.run();
        return again;
    }

    @Override
    public void wakeAt(long millis) {
        wakeAt = millis;
    }

    @Override
    public DurableUnit unit(int parts) {
        return new DurableUnit(parts, 0, DurableUnit.NOBODY);
    }

    static Message message(String name, long delay, boolean persistent, long arrival) {
        var properties = BasicProperties.builder()
                .deliveryMode(persistent ? 2 : 1)
                .headers(FieldTable.of("x-delay", new FieldValue.Int64(delay)));
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        return Message.of(Address.of("x", "k"), ContentHeader.of(properties.build()), body, arrival);
    }

    void add(String name, long delay) {
        line.add(message(name, delay, true, now), null, now);
    }

    void addTransient(String name, long delay) {
        line.add(message(name, delay, false, now), null, now);
    }

    /** Everything that can be done now, as the line itself wants it. */
    void run() {
        boolean more;
        do {
            more = line.advance(now);
            for (Delivery due = line.takeDue(now); due != null; due = line.takeDue(now)) {
                left.add(new Left(new String(due.message().body(), StandardCharsets.UTF_8), now));
                line.departed(due, null);
            }
            if (!more) {
                line.rest(now);
            }
            more |= storeAnswers && slots.answer(line);
        } while (more || wakeAt <= now);
    }

    /** Lets time go on, and the line wake whenever it wants to. */
    void runUntil(long millis) {
        run();
        while (wakeAt <= millis) {
            if (wakeAt < now) {
                throw new AssertionError("wants to wake in the past");
            }
            now = wakeAt;
            run();
        }
        now = millis;
        run();
    }

    List<String> names() {
        return left.stream().map(Left::name).toList();
    }
}
