package dev.leveret.store;

import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.delay.DelayEffects;
import dev.leveret.queue.delay.DelayLine;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages that wait in an exchange, upon a store whose power may fail. Little of them is in memory, so that they move from slot to slot. */
final class LiveLine implements DelayEffects, QueueKeeping {

    /** The name of the exchange. */
    static final String PLACE = "later";

    /** The line has room for a few dozen messages that are next. */
    private static final int PAGE_BYTES = 400;

    private static final String NAME = "amq.delayed." + PLACE;

    final QueueDefinition definition;
    private final Life life;
    private final DelayLine line;
    private final Map<Integer, RecordedPages> pages = new TreeMap<>();
    private long wakeAt;

    /** Taken, and there was no room where it goes; null if there is none. */
    private Delivery held;

    LiveLine(QueueDefinition definition, Life life) {
        this.definition = definition;
        this.life = life;
        this.line = new DelayLine(true, this, this);
    }

    static QueueDefinition newDefinition(BrokerStore store) {
        return new QueueDefinition(
                store.newQueueIds(DelayLine.SLOT_COUNT), "/", NAME, false, FieldTable.EMPTY, DelayLine.SLOT_COUNT - 1);
    }

    static boolean isLine(QueueDefinition definition) {
        return definition.name().equals(NAME);
    }

    /** What clients call that which the store knows as a queue. */
    static String placeOf(QueueDefinition definition) {
        return isLine(definition) ? PLACE : definition.name();
    }

    /** Takes up one slot. */
    void recover(StoreContents.FoundQueue found) {
        line.recover(found.priority(), RecoveredRange.NONE);
        List<Expectation.Entry> entries = Expectation.entries(life.states.get(found.id()));
        for (int i = 0; i < entries.size(); i++) {
            StoreContents.FoundMessage message = found.messages().get(i);
            line.recover(found.priority(), message.position(), message.message(), entries.get(i));
        }
        line.resumeAt(found.priority(), found.nextPosition());
    }

    /** Returns what stands for the copy in the clients' view. */
    String publish(Message message, DurableUnit unit) {
        line.add(message, unit, life.now);
        return ClientBooks.key(message, PLACE);
    }

    void pageOut(long keepBytes) {
        line.pageOut(keepBytes);
    }

    int count() {
        return line.count();
    }

    /** Has all that is due leave, if time or the store have something for the line. */
    void run(Transfers transfers) {
        boolean more = wakeAt <= life.now;
        if (held != null) {
            if (!leave(transfers)) {
                return;
            }
            more = true; // those behind it
        }
        while (more || hear() || wakeAt <= life.now) {
            more = line.advance(life.now);
            for (Delivery due = line.takeDue(life.now); due != null; due = line.takeDue(life.now)) {
                if (Delay.dueMillis(due.message()) > life.now) {
                    throw new AssertionError("before its time: " + due);
                }
                held = due;
                if (!leave(transfers)) {
                    return;
                }
            }
            if (!more) {
                line.rest(life.now);
            }
        }
    }

    private boolean leave(Transfers transfers) {
        Message over = Delay.over(held.message(), life.now);
        return transfers.move(over, ClientBooks.key(held.message(), PLACE), 1, unit -> {
            line.departed(held, unit);
            held = null;
        });
    }

    private boolean hear() {
        boolean heard = false;
        for (RecordedPages kept : List.copyOf(pages.values())) {
            QueueCommand.Loaded answer = kept.answer(life::mayBeLate);
            if (answer != null) {
                line.loaded(answer.priority(), answer.messages(), answer.upTo());
                heard = true;
            }
        }
        return heard;
    }

    @Override
    public void wakeAt(long millis) {
        wakeAt = millis;
    }

    @Override
    public DurableUnit unit(int parts) {
        return life.unit(parts);
    }

    @Override
    public QueueStore store(int slot) {
        return life.storeOf(definition, slot);
    }

    @Override
    public QueuePages pages(int slot) {
        RecordedPages kept = life.pagesOf(definition, slot, PAGE_BYTES);
        pages.put(slot, kept);
        return kept;
    }
}
