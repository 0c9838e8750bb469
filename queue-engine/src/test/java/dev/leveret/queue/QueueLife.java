package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueModel.Entry;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A durable queue between two starts of its broker, and its model. */
record QueueLife(MemoryKeeping keeping, QueueModel model, QueueActor actor) {

    private static QueueLife of(MemoryKeeping keeping, QueueSettings settings, List<ModelLevel> levels, long now) {
        var model = new QueueModel(levels, settings, now);
        return new QueueLife(keeping, model, new QueueActor(settings, settings.rules(FieldTable.EMPTY), keeping, model));
    }

    /** Settings of a durable queue that is deleted with its last consumer. */
    static QueueSettings settings(FieldTable arguments) {
        return new QueueSettings("/", "q", true, false, true, arguments);
    }

    /** A queue that was never there before, whose first message of each priority has this position. */
    static QueueLife first(QueueSettings settings, long position, long now) {
        MemoryKeeping keeping = MemoryKeeping.of(true, settings.priorityMax());
        List<ModelLevel> levels = new ArrayList<>();
        for (int priority = 0; priority <= settings.priorityMax(); priority++) {
            levels.add(ModelLevel.ofNew(priority, keeping));
        }
        QueueLife life = of(keeping, settings, levels, now);
        levels.forEach(level -> life.resumeAt(level, position));
        life.begin();
        return life;
    }

    /**
     * The queue comes back from its store, after a stop in an orderly way or a crash; what was transient or only in memory is
     * gone.
     */
    static QueueLife after(QueueLife before, Random random) {
        boolean clean = random.nextBoolean();
        if (clean) {
            before.actor.handle(new QueueCommand.Stop(), before.model.now);
            before.model.forgetWhatIsOver(before.actor.readyCount());
        }
        MemoryKeeping keeping = MemoryKeeping.after(before.keeping.stores());
        List<ModelLevel> levels = new ArrayList<>();
        for (ModelLevel level : before.model.levels) {
            long mark = clean ? stopped(level) : crashed(level, random);
            levels.add(ModelLevel.ofRecovered(level.priority, keeping, mark));
        }
        QueueLife life = of(keeping, before.actor.settings(), levels, before.model.now);
        for (ModelLevel level : levels) {
            List<Entry> survivors = survivors(before.model, level);
            QueueModel.require(
                    !clean || survivors.stream().allMatch(entry -> !entry.deliveredBefore || entry.position <= level.mark()),
                    "a stop tells what was delivered");
            life.recover(level, survivors, random.nextInt(survivors.size() + 1));
        }
        life.begin();
        return life;
    }

    private static long stopped(ModelLevel level) {
        boolean wasUsed = level.nextPosition() > 0;
        QueueModel.require(
                !wasUsed || level.store.noted() == level.highestDelivered(), "a stop tells how far deliveries got");
        return level.store.noted();
    }

    /** Of the marks that were asked for some may be durable, though the queue has not heard of it. */
    private static long crashed(ModelLevel level, Random random) {
        for (int unheard = random.nextInt(level.marksAsked.size() + 1); unheard > 0; unheard--) {
            level.grant();
        }
        level.store.reserve(level.granted(), null);
        return level.granted();
    }

    private static List<Entry> survivors(QueueModel before, ModelLevel level) {
        var all = new ArrayList<>(before.ready.values());
        all.addAll(before.unacked);
        before.letters.leaving.forEach(leaving -> all.add(leaving.entry()));
        List<Entry> survivors = all.stream()
                .filter(entry -> entry.stored && entry.level.priority == level.priority)
                .sorted(Comparator.comparingLong(entry -> entry.position))
                .toList();
        List<Long> positions = survivors.stream().map(entry -> entry.position).toList();
        QueueModel.require(positions.equals(List.copyOf(level.store.messages.keySet())), "what is persistent survives");
        return survivors;
    }

    /** So many of the oldest stay out of memory. */
    private void recover(ModelLevel level, List<Entry> survivors, int pagedOut) {
        actor.recover(level.priority, level.mark(), pages(level, survivors.subList(0, pagedOut)));
        for (Entry entry : survivors.subList(pagedOut, survivors.size())) {
            actor.recover(level.priority, entry.position, entry.message, level.store.messages.get(entry.position));
        }
        survivors.forEach(model::survived);
        resumeAt(level, level.store.lastPosition() + 1);
    }

    private static RecoveredRange pages(ModelLevel level, List<Entry> entries) {
        if (entries.isEmpty()) {
            return RecoveredRange.NONE;
        }
        long arrival = Long.MAX_VALUE;
        long expiry = Long.MAX_VALUE;
        for (Entry entry : entries) {
            long own = entry.message.header().expirationMillis();
            arrival = Math.min(arrival, entry.message.arrivalMillis());
            expiry = own == Long.MAX_VALUE ? expiry : Math.min(expiry, entry.message.arrivalMillis() + own);
        }
        long first = entries.getFirst().position;
        long last = entries.getLast().position;
        level.pages.recovered(first, last);
        return new RecoveredRange(first, last, entries.size(), arrival, expiry);
    }

    private void resumeAt(ModelLevel level, long position) {
        actor.resumeAt(level.priority, position);
        level.resumeAt(position);
    }

    private void begin() {
        actor.handle(new QueueCommand.Tick(), model.now);
        model.check(actor);
    }
}
