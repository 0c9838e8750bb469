package dev.leveret.store;

import dev.leveret.amqp.message.Delay;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the clients of real queues were told, and what they know of each message: its copies, one in each place that it was published to or
 * has got to as a dead letter or when its time to wait was over. After each start it is compared with what is there.
 */
final class ClientBooks {

    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> takenAway = new HashSet<>();
    private final Set<String> delivered = new HashSet<>();

    /** The places that somebody has ever wanted something from. */
    private final Set<String> wantedFrom = new HashSet<>();

    /** Of the copies that may go without a trace then. */
    private final Map<String, Long> deadlines = new HashMap<>();

    /** The copies that a copy has become, in one unit. */
    private final Map<String, List<String>> moves = new HashMap<>();

    /** The copy that one repeats, which was dropped for that. */
    private final Map<String, String> repeated = new HashMap<>();

    /** How often copies have come back, as far as this was handed over, and as far as it is durable. */
    private final Map<String, Integer> returns = new HashMap<>();

    private final ConcurrentMap<String, Integer> durableReturns = new ConcurrentHashMap<>();

    /** What stands for a copy: the message, the places where it was before, oldest first, and where it is. */
    static String key(Message message, String place) {
        return key(StoreModel.name(message.body()), message, place);
    }

    private static String key(String name, Message message, String place) {
        StringBuilder path = new StringBuilder();
        FieldTable headers = message.header().headers();
        if (headers.contains(Delay.HEADER) && Delay.millis(message.header()) == 0) {
            path.append(LiveLine.PLACE).append('>');
        }
        pathOf(headers).forEach(queue -> path.append(queue).append('>'));
        return name + " " + path + place;
    }

    /** The queues that a message has died in, oldest first. */
    static List<String> pathOf(FieldTable headers) {
        List<String> queues = new ArrayList<>();
        if (headers.get("x-death") instanceof FieldValue.Array deaths) {
            for (FieldValue death : deaths.values()) {
                FieldTable entry = ((FieldValue.Table) death).table();
                queues.addFirst(((FieldValue.LongString) entry.get("queue")).text());
            }
        }
        return queues;
    }

    /** From any thread. */
    void confirm(List<String> copies) {
        confirmed.addAll(copies);
    }

    /** Somebody has acknowledged, purged, deleted or dropped a copy; after a crash it may be there all the same. */
    void takenAway(String copy) {
        takenAway.add(copy);
    }

    void delivered(String copy) {
        delivered.add(copy);
    }

    /** Somebody wants messages of this place: from now on they may come back as redelivered though they were not delivered. */
    void wantedFrom(String place) {
        wantedFrom.add(place);
    }

    /** From this time on a copy may be gone. */
    void endsAt(String copy, long millis) {
        deadlines.put(copy, millis);
    }

    /** A copy leaves for these places, all of them or none. */
    void moved(String copy, List<String> copies) {
        require(moves.put(copy, copies) == null, "leaves a second time: ", copy);
    }

    /** A copy has been dropped, and counts as taken, since it repeats another one of that place. */
    void repeats(String copy, String original) {
        repeated.put(copy, original);
    }

    /** A copy has come back so often. */
    void returned(String copy, int count) {
        returns.put(copy, count);
    }

    /** How often a copy has come back, at least. */
    int returnsOf(String copy) {
        return returns.getOrDefault(copy, 0);
    }

    /** To be called when all that was noted up to now is durable. */
    Runnable whenDurable() {
        Map<String, Integer> soFar = Map.copyOf(returns);
        return () -> durableReturns.putAll(soFar);
    }

    /** @throws AssertionError if this may not be found at this time */
    void judge(StoreContents contents, long now) {
        Set<String> found = new HashSet<>();
        Map<String, Integer> foundReturns = new HashMap<>();
        for (StoreContents.FoundQueue queue : contents.queues) {
            if (QueueKinds.areKeys(queue)) {
                continue;
            }
            for (StoreContents.FoundMessage message : queue.messages()) {
                String place = LiveLine.placeOf(queue.definition());
                String copy = key(message.name(), message.message(), place);
                require(found.add(copy), "twice: ", copy);
                require(message.redelivered() || !delivered.contains(copy), "delivered before, and comes back as if it was not: ", copy);
                require(!message.redelivered() || wantedFrom.contains(place), "nobody has ever wanted one of there, and comes back as redelivered: ", copy);
                Integer count = queue.returns().get(message.position());
                require(durableReturns.getOrDefault(copy, 0) <= (count == null ? 0 : count), "came back more often than " + count + ": ", copy);
                if (count != null) {
                    foundReturns.put(copy, count);
                }
            }
        }
        for (String copy : confirmed) {
            require(isAccountedFor(copy, found, now), "confirmed, not taken away, and lost: ", explain(copy, found));
        }
        moves.forEach((copy, copies) -> {
            if (copies.stream().anyMatch(each -> hasArrived(each, found))) {
                require(!found.contains(copy), "where it was and where it went: ", explain(copy, found));
                copies.forEach(each -> require(isAccountedFor(each, found, now), "went to some of its places only: ", each));
            }
        });
        beginAnew(found, foundReturns);
    }

    private boolean isAccountedFor(String copy, Set<String> found, long now) {
        return isAccountedFor(copy, found, now, new HashSet<>());
    }

    /**
     * @param asked the copies on the way to this one. Two messages that have gone where the other one was repeat each other there: nothing is left
     *     of them then, and nothing is lost
     */
    private boolean isAccountedFor(String copy, Set<String> found, long now, Set<String> asked) {
        boolean isKnown = found.contains(copy) || takenAway.contains(copy) || deadlines.getOrDefault(copy, Long.MAX_VALUE) <= now;
        if (isKnown || !asked.add(copy)) {
            return true;
        }
        boolean isElsewhere = repeated.containsKey(copy) && isAccountedFor(repeated.get(copy), found, now, asked)
                || moves.containsKey(copy) && moves.get(copy).stream().allMatch(each -> isAccountedFor(each, found, now, asked));
        asked.remove(copy);
        return isElsewhere;
    }

    /** A copy and what it became, as far as that is known. */
    private String explain(String copy, Set<String> found) {
        String state = found.contains(copy) ? " (found)" : takenAway.contains(copy) ? " (taken away)" : "";
        List<String> copies = moves.getOrDefault(copy, List.of());
        return copy + state + (copies.isEmpty() ? "" : " -> " + copies.stream().map(each -> explain(each, found)).toList());
    }

    private boolean hasArrived(String copy, Set<String> found) {
        return found.contains(copy) || moves.getOrDefault(copy, List.of()).stream().anyMatch(each -> hasArrived(each, found));
    }

    private void beginAnew(Set<String> found, Map<String, Integer> foundReturns) {
        confirmed.clear();
        confirmed.addAll(found);
        takenAway.clear();
        moves.clear();
        repeated.clear();
        deadlines.keySet().retainAll(found);
        delivered.retainAll(found); // what has not arrived after all may come there once more
        returns.clear();
        returns.putAll(foundReturns);
        durableReturns.clear();
        durableReturns.putAll(foundReturns);
    }

    private static void require(boolean fact, String otherwise, String copy) {
        if (!fact) {
            throw new AssertionError(otherwise + copy);
        }
    }
}
