package dev.leveret.queue;

import static dev.leveret.queue.QueueModel.require;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueModel.Place;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.port.RecoveredRange;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A random life of a quorum queue whose messages keep coming back, beside a naive model of it. */
final class QuorumHistory {

    private static final int PRIORITY_MAX = 31;

    /** A message as the model knows it. */
    private static final class Entry {
        final Place place;
        int returns;
        long readyAt;
        Delivery delivery;

        Entry(Place place) {
            this.place = place;
        }
    }

    private final Random random;
    private final QueueSettings settings =
            new QueueSettings("/", "q", true, false, false, FieldTable.builder().put("x-queue-type", "quorum").build());
    private final RecordedEffects effects = new RecordedEffects();
    private final long[] positions = new long[PRIORITY_MAX + 1];
    private final TreeMap<Place, Entry> ready = new TreeMap<>();
    private final List<Entry> delayed = new ArrayList<>();
    private final List<Entry> unacked = new ArrayList<>();
    private MemoryKeeping keeping = MemoryKeeping.of(true, PRIORITY_MAX);
    private FieldTable policy = FieldTable.EMPTY;
    private QueueActor actor;
    private long now = 1_000_000;

    QuorumHistory(long seed) {
        random = new Random(seed);
        begin();
    }

    private void begin() {
        actor = new QueueActor(settings, rules(), keeping, effects);
        handle(new QueueCommand.Tick());
    }

    private QueueRules rules() {
        return settings.rules(policy);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            check();
        }
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> publish();
            case 5, 6, 7, 8, 9 -> get();
            case 10, 11, 12, 13, 14 -> settle();
            case 15, 16, 17 -> passTime();
            case 18 -> configure();
            default -> seldom();
        }
    }

    private void seldom() {
        switch (random.nextInt(4)) {
            case 0 -> purge();
            case 1 -> restart();
            default -> publish();
        }
    }

    private void publish() {
        boolean isPrior = random.nextBoolean();
        int priority = random.nextInt(40);
        var message = isPrior ? TestMessages.priorOne("m", priority) : TestMessages.transientOne("m");
        int level = isPrior ? Math.min(priority, PRIORITY_MAX) : 4;
        var entry = new Entry(new Place(level, positions[level]++));
        ready.put(entry.place, entry);
        actor.enqueue(message.arrivedAt(now), null, now);
    }

    private void get() {
        handle(new QueueCommand.Get(false, TestQueue.ask("get")));
        if (!(effects.lastReply instanceof QueueReply.Got got)) {
            require(ready.isEmpty(), "what is ready is found");
            return;
        }
        Entry entry = ready.pollFirstEntry().getValue();
        entry.delivery = got.delivery();
        require(entry.place.equals(new Place(got.delivery().priority(), got.delivery().position())), "order is kept");
        require(got.delivery().returns() == entry.returns, "returns are counted");
        unacked.add(entry);
    }

    private void settle() {
        if (unacked.isEmpty()) {
            return;
        }
        Entry entry = unacked.remove(random.nextInt(unacked.size()));
        Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
        effects.letters.clear();
        actor.settle(entry.delivery, outcome, null, now);
        DeathReason death = settled(entry, outcome);
        boolean isLetter = death != null && rules().deadLetterExchange() != null;
        require(effects.letters.size() == (isLetter ? 1 : 0), "what dies becomes a letter, and nothing else");
        if (isLetter) {
            DeadLetter letter = effects.letters.getFirst();
            require(letter.reason() == death, "a letter says why");
            handle(new QueueCommand.Depart(letter.source(), null));
        }
    }

    /** Returns why the message dies, or null. */
    private DeathReason settled(Entry entry, Outcome outcome) {
        if (outcome == Outcome.ACK || outcome == Outcome.DISCARD) {
            return outcome == Outcome.ACK ? null : DeathReason.REJECTED;
        }
        entry.returns++;
        QuorumRules quorum = rules().quorum();
        if (entry.returns > quorum.deliveryLimit()) {
            return DeathReason.DELIVERY_LIMIT;
        }
        boolean waits = outcome == Outcome.FAIL ? quorum.retry().failed() : quorum.retry().returned();
        long delay = waits ? Math.min(entry.returns * quorum.retry().minMillis(), quorum.retry().maxMillis()) : 0;
        entry.readyAt = now + delay;
        if (delay > 0) {
            delayed.add(entry);
        } else {
            ready.put(entry.place, entry);
        }
        return null;
    }

    private void passTime() {
        now += random.nextInt(40);
        if (effects.wakeAtMillis <= now) {
            effects.wakeAtMillis = Long.MAX_VALUE;
            handle(new QueueCommand.Tick());
        }
        delayed.stream().filter(entry -> entry.readyAt <= now).forEach(entry -> ready.put(entry.place, entry));
        delayed.removeIf(entry -> entry.readyAt <= now);
    }

    private void configure() {
        var keys = FieldTable.builder();
        if (random.nextBoolean()) {
            keys.put("delivery-limit", random.nextInt(-1, 5));
        }
        if (random.nextBoolean()) {
            keys.put("dead-letter-exchange", "dlx");
        }
        keys.put("delayed-retry-type", List.of("disabled", "all", "failed", "returned").get(random.nextInt(4)));
        keys.put("delayed-retry-min", random.nextInt(50));
        keys.put("delayed-retry-max", random.nextInt(100));
        policy = keys.build();
        handle(new QueueCommand.Configure(rules()));
    }

    private void purge() {
        handle(new QueueCommand.Purge(TestQueue.ask("purge")));
        require(effects.lastReply.equals(new QueueReply.Purged(ready.size() + delayed.size())), "purge counts what it drops");
        ready.clear();
        delayed.clear();
    }

    /** After a stop all that is in the store is ready, and what was delivered counts as returned at least once. */
    private void restart() {
        handle(new QueueCommand.Stop());
        keeping = MemoryKeeping.after(keeping.stores());
        effects.wakeAtMillis = Long.MAX_VALUE;
        List<Entry> all = new ArrayList<>(ready.values());
        all.addAll(delayed);
        all.addAll(unacked);
        ready.clear();
        delayed.clear();
        unacked.clear();
        actor = new QueueActor(settings, rules(), keeping, effects);
        for (int priority = 0; priority <= PRIORITY_MAX; priority++) {
            recover(priority);
        }
        for (Entry entry : all) {
            long mark = keeping.stores().get(entry.place.priority()).noted();
            entry.returns = Math.max(entry.returns, entry.place.position() <= mark ? 1 : 0);
            ready.put(entry.place, entry);
        }
        handle(new QueueCommand.Tick());
    }

    private void recover(int priority) {
        MemoryQueueStore store = keeping.stores().get(priority);
        actor.recoverReturns(priority, Map.copyOf(store.returns));
        actor.recover(priority, store.noted(), RecoveredRange.NONE);
        store.messages.values().forEach(stored -> actor.recover(priority, stored.position(), stored.message(), stored));
        positions[priority] = Math.max(store.lastPosition(), store.noted()) + 1;
        actor.resumeAt(priority, store.lastPosition() + 1);
        handle(new QueueCommand.Reserved(priority, Long.MAX_VALUE / 2));
    }

    private void handle(QueueCommand command) {
        actor.handle(command, now);
    }

    private void check() {
        require(actor.readyCount() == ready.size(), "nothing is lost among the ready ones");
        require(actor.unackedCount() == unacked.size(), "nothing is lost among the unacked ones");
        require(delayed.stream().allMatch(entry -> effects.wakeAtMillis <= entry.readyAt), "a tick is asked for in time");
        List<Entry> all = new ArrayList<>(ready.values());
        all.addAll(delayed);
        all.addAll(unacked);
        int stored = keeping.stores().stream().mapToInt(store -> store.messages.size()).sum();
        require(stored == all.size(), "the store holds every message");
        for (int priority = 0; priority <= PRIORITY_MAX; priority++) {
            checkReturns(priority, all);
        }
    }

    /** Of what may have come back before a restart, and not since, the store knows no number. */
    private void checkReturns(int priority, List<Entry> all) {
        Map<Long, Integer> noted = keeping.stores().get(priority).returns;
        Map<Long, Integer> counted = all.stream()
                .filter(entry -> entry.place.priority() == priority && entry.returns > 0)
                .collect(Collectors.toMap(entry -> entry.place.position(), entry -> entry.returns));
        require(counted.entrySet().containsAll(noted.entrySet()), "the store has the numbers of what is there, and no others");
        counted.keySet().removeAll(noted.keySet());
        require(counted.values().stream().allMatch(count -> count == 1), "the store has every number above one");
    }
}
