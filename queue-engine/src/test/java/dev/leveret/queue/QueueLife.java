package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueModel.Entry;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A durable queue between two starts of its broker, and its model. */
record QueueLife(MemoryQueueStore store, MemoryQueuePages pages, QueueModel model, QueueActor actor) {

    private static final QueueSettings SETTINGS =
            new QueueSettings("/", "q", true, false, true, FieldTable.EMPTY);

    private static QueueLife of(MemoryQueueStore store, MemoryQueuePages pages, QueueModel model) {
        return new QueueLife(store, pages, model, new QueueActor(SETTINGS, QueueKeeping.of(store, pages), model));
    }

    /** A queue that was never there before, whose first message has this position. */
    static QueueLife first(long position) {
        var store = new MemoryQueueStore();
        var pages = new MemoryQueuePages(store);
        QueueLife life = of(store, pages, QueueModel.ofNew(store, pages));
        life.resumeAt(position);
        return life;
    }

    /**
     * The queue comes back from its store, after a stop in an orderly way or a crash; what was transient or only in memory is
     * gone.
     */
    static QueueLife after(QueueActor actor, QueueModel model, MemoryQueueStore store, Random random) {
        boolean clean = random.nextBoolean();
        long mark = clean ? stopped(actor, model, store) : crashed(model, store, random);
        List<Entry> survivors = survivors(model, store);
        QueueModel.require(
                !clean || survivors.stream().allMatch(entry -> entry.deliveredBefore == entry.position <= mark),
                "a stop tells what was delivered");
        var pages = new MemoryQueuePages(store);
        QueueLife life = of(store, pages, QueueModel.ofRecovered(store, pages, mark));
        life.recover(mark, survivors, random.nextInt(survivors.size() + 1));
        return life;
    }

    private static long stopped(QueueActor actor, QueueModel model, MemoryQueueStore store) {
        actor.handle(new QueueCommand.Stop(), 0);
        QueueModel.require(store.noted() == model.highestDelivered(), "a stop tells how far deliveries got");
        return store.noted();
    }

    /** Of the marks that were asked for some may be durable, though the queue has not heard of it. */
    private static long crashed(QueueModel model, MemoryQueueStore store, Random random) {
        for (int unheard = random.nextInt(model.marksAsked.size() + 1); unheard > 0; unheard--) {
            model.grant();
        }
        store.reserve(model.granted(), null);
        return model.granted();
    }

    private static List<Entry> survivors(QueueModel model, MemoryQueueStore store) {
        var before = new ArrayList<>(model.ready.values());
        before.addAll(model.unacked);
        List<Entry> survivors = before.stream()
                .filter(entry -> entry.stored)
                .sorted(Comparator.comparingLong(entry -> entry.position))
                .toList();
        List<Long> positions = survivors.stream().map(entry -> entry.position).toList();
        QueueModel.require(positions.equals(List.copyOf(store.messages.keySet())), "what is persistent survives");
        return survivors;
    }

    /** So many of the oldest stay out of memory. */
    private void recover(long mark, List<Entry> survivors, int pagedOut) {
        long first = pagedOut == 0 ? 0 : survivors.getFirst().position;
        long last = pagedOut == 0 ? 0 : survivors.get(pagedOut - 1).position;
        if (pagedOut > 0) {
            pages.recovered(first, last);
        }
        actor.recover(0, mark, new RecoveredRange(first, last, pagedOut, 0, Long.MAX_VALUE));
        for (Entry entry : survivors.subList(pagedOut, survivors.size())) {
            actor.recover(0, entry.position, entry.message, store.messages.get(entry.position));
        }
        survivors.forEach(model::survived);
        resumeAt(store.lastPosition() + 1);
        model.check(actor);
    }

    private void resumeAt(long position) {
        actor.resumeAt(0, position);
        model.resumeAt(position);
    }
}
