package dev.leveret.queue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.RecoveredRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A queue between two starts of its broker, and its model. */
record QueueLife(
        MemoryKeeping keeping, QueueModel model, QueueInvariants invariants, WatchedEffects effects, QueueActor actor) {

    /** A queue's keeping with little room for dead letters. */
    private record Narrow(QueueKeeping kept, LetterMemory letterMemory) implements QueueKeeping {

        @Override
        public QueueStore store(int priority) {
            return kept.store(priority);
        }

        @Override
        public QueuePages pages(int priority) {
            return kept.pages(priority);
        }
    }

    private static QueueLife of(MemoryKeeping keeping, QueueSettings settings, QueueModel model, FirstDeliveries firsts) {
        var invariants = new QueueInvariants(model, firsts);
        var effects = new WatchedEffects(model, invariants);
        var narrow = new Narrow(keeping, new LetterMemory(model.lettersBytesMax));
        return new QueueLife(keeping, model, invariants, effects, new QueueActor(settings, model.rules, narrow, effects));
    }

    /**
     * A queue that was never there before.
     *
     * @param lettersBytesMax of letters on their way, from which on nothing follows them
     */
    static QueueLife first(QueueSettings settings, long lettersBytesMax, long now, FirstDeliveries firsts) {
        MemoryKeeping keeping = MemoryKeeping.of(settings.durable(), settings.priorityMax());
        List<ModelLevel> levels = new ArrayList<>();
        for (int priority = 0; priority <= settings.priorityMax(); priority++) {
            levels.add(ModelLevel.ofNew(priority, keeping));
        }
        var model = new QueueModel(levels, settings, settings.rules(FieldTable.EMPTY), lettersBytesMax, now);
        QueueLife life = of(keeping, settings, model, firsts);
        life.begin();
        return life;
    }

    /**
     * A durable queue comes back from its store, after a stop in an orderly way or a crash; what was transient or only in memory
     * is gone.
     */
    static QueueLife after(QueueLife before, Random random, FirstDeliveries firsts) {
        boolean clean = random.nextBoolean();
        if (clean) {
            before.actor.handle(new QueueCommand.Stop(), before.model.now);
            before.check();
        }
        MemoryKeeping keeping = MemoryKeeping.after(before.keeping.stores());
        List<ModelLevel> levels = new ArrayList<>();
        for (ModelLevel level : before.model.levels) {
            long mark = clean ? stopped(level) : crashed(level, random);
            levels.add(ModelLevel.ofRecovered(level.priority, keeping, mark));
        }
        QueueSettings settings = before.actor.settings();
        var model = new QueueModel(
                levels, settings, before.model.rules, before.model.lettersBytesMax, before.model.now);
        QueueLife life = of(keeping, settings, model, firsts);
        for (ModelLevel level : levels) {
            List<ModelMessage> survivors = survivors(before.model, level);
            life.recover(level, survivors, random.nextInt(survivors.size() + 1));
        }
        life.begin();
        return life;
    }

    private static long stopped(ModelLevel level) {
        boolean wasUsed = level.nextPosition() > 0;
        boolean isTold = level.store.noted() == level.highestDelivered();
        QueueInvariants.require(!wasUsed || isTold, "nothingBeyondTheMark", "a stop tells how far deliveries got");
        return level.store.noted();
    }

    /** Of the marks that were asked for some may be durable, though the queue has not heard of it. */
    private static long crashed(ModelLevel level, Random random) {
        for (int unheard = random.nextInt(level.marksAsked.size() + 1); unheard > 0; unheard--) {
            level.grant();
        }
        level.grantWhatIsFollowed();
        return level.granted();
    }

    private static List<ModelMessage> survivors(QueueModel before, ModelLevel level) {
        var all = new ArrayList<>(before.ready);
        all.addAll(before.unacked);
        all.addAll(before.delayed);
        for (ModelLetters.Leaving leaving : before.letters.leaving) {
            leaving.message().hadLeft = true;
            all.add(leaving.message());
        }
        List<ModelMessage> survivors = all.stream()
                .filter(message -> message.stored && message.level.priority == level.priority)
                .sorted(Comparator.comparingLong(message -> message.position))
                .toList();
        List<Long> positions = survivors.stream().map(message -> message.position).toList();
        boolean areStored = positions.equals(List.copyOf(level.store.messages.keySet()));
        QueueInvariants.require(areStored, "nothingIsLost", "what is stored survives");
        return survivors;
    }

    /** So many of the oldest stay out of memory. */
    private void recover(ModelLevel level, List<ModelMessage> survivors, int pagedOut) {
        actor.recoverReturns(level.priority, Map.copyOf(level.store.returns));
        actor.recover(level.priority, level.mark(), pages(level, survivors.subList(0, pagedOut)));
        for (ModelMessage message : survivors.subList(pagedOut, survivors.size())) {
            actor.recover(level.priority, message.position, message.message, level.store.messages.get(message.position));
        }
        survivors.forEach(message -> survived(level, message));
        resumeAt(level, level.store.lastPosition() + 1);
    }

    private void survived(ModelLevel level, ModelMessage before) {
        var message = new ModelMessage(level, before.position, before.message, true, before.origin);
        boolean mayBeBack = before.position <= level.mark();
        message.wasDelivered = before.wasDelivered;
        message.hadLeft = before.hadLeft;
        message.returns = Math.max(mayBeBack ? 1 : 0, model.isQuorum ? before.returns : 0);
        message.isUnread = message.isOut();
        model.acceptedCount++;
        model.insert(message);
    }

    private static RecoveredRange pages(ModelLevel level, List<ModelMessage> messages) {
        if (messages.isEmpty()) {
            return RecoveredRange.NONE;
        }
        long arrival = Long.MAX_VALUE;
        long expiry = Long.MAX_VALUE;
        for (ModelMessage message : messages) {
            long own = message.message.header().expirationMillis();
            arrival = Math.min(arrival, message.message.arrivalMillis());
            expiry = own == Long.MAX_VALUE ? expiry : Math.min(expiry, message.message.arrivalMillis() + own);
        }
        long first = messages.getFirst().position;
        long last = messages.getLast().position;
        level.pages.recovered(first, last);
        return new RecoveredRange(first, last, messages.size(), arrival, expiry);
    }

    private void resumeAt(ModelLevel level, long position) {
        actor.resumeAt(level.priority, position);
        level.resumeAt(position);
    }

    private void begin() {
        model.used();
        actor.handle(new QueueCommand.Tick(), model.now);
        check();
    }

    /** What holds after every command. */
    void check() {
        model.silentDeaths.until(actor.readyCount());
        for (ModelMessage message : model.ready) {
            message.isUnread &= message.isOut();
        }
        invariants.hold(actor);
    }
}
