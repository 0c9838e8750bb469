package dev.leveret.interop.kills;

import dev.leveret.interop.kills.Event.Confirmed;
import dev.leveret.interop.kills.Event.Copy;
import dev.leveret.interop.kills.Event.Delivered;
import dev.leveret.interop.kills.Event.Ended;
import dev.leveret.interop.kills.Event.Fault;
import dev.leveret.interop.kills.Event.Removed;
import dev.leveret.interop.kills.Event.RolledBack;
import dev.leveret.interop.kills.Event.Sent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that the clients saw, and the rules that a broker which is killed has to keep all the same. What can be judged
 * when it is heard is judged then; the rest when it is asked for. For any thread.
 */
final class Books {

    private record Place(int publisher, String queue) {}

    private record Line(int publisher, String consumer) {}

    private final Set<String> sharedQueues;
    private final Map<Place, Track> tracks = new HashMap<>();
    private final Map<Integer, NavigableMap<Integer, SentUnit>> open = new HashMap<>();
    private final Map<Line, Integer> newestUnflagged = new HashMap<>();
    private final Map<String, Integer> newestRound = new HashMap<>();
    private final Map<String, Ended> ends = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long sent;
    private long confirmed;
    private long delivered;
    private long again;

    /** @param sharedQueues queues with several consumers, whose views can't be put into one order */
    Books(Set<String> sharedQueues) {
        this.sharedQueues = sharedQueues;
    }

    /** Writes it down, and judges what can be judged at once. */
    synchronized void add(Event event) {
        switch (event) {
            case Delivered given -> deliver(given);
            case Sent unit -> send(unit);
            case Confirmed unit -> confirm(unit);
            case RolledBack unit -> unit(unit.publisher(), unit.unit()).rollBack();
            case Removed gone -> track(gone.copy()).removed.set(gone.copy().sequence());
            case Ended end -> ends.put(end.client(), end);
            case Fault fault -> violations.add(fault.text());
        }
    }

    private void send(Sent message) {
        sent++;
        SentUnit unit = new SentUnit(message);
        for (Copy copy : message.copies()) {
            Track track = track(copy);
            track.sent.set(copy.sequence());
            // The consumers' process may have been faster to tell.
            if (track.seen.get(copy.sequence())) {
                unit.see(copy, message.round());
            }
        }
        open.computeIfAbsent(message.publisher(), any -> new TreeMap<>()).put(message.unit(), unit);
    }

    private void confirm(Confirmed message) {
        confirmed++;
        SentUnit unit = unit(message.publisher(), message.unit());
        unit.confirm();
        closeIfDone(unit);
    }

    private SentUnit unit(int publisher, int number) {
        SentUnit unit = open.getOrDefault(publisher, new TreeMap<>()).get(number);
        if (unit == null) {
            throw new IllegalStateException("publisher " + publisher + " has no open unit " + number);
        }
        return unit;
    }

    private void closeIfDone(SentUnit unit) {
        if (unit.isDone()) {
            open.get(unit.sent().publisher()).remove(unit.sent().unit());
        }
    }

    private void deliver(Delivered given) {
        delivered++;
        Copy copy = given.copy();
        Track track = track(copy);
        judgeFlag(given, track);
        judgeOrder(given, track);
        if (track.removed.get(copy.sequence())) {
            violations.add("came again although its removal was committed: " + given);
        }
        track.seen.set(copy.sequence());
        track.newest = Math.max(track.newest, copy.sequence());
        newestRound.merge(copy.queue(), given.sentRound(), Math::max);
        var unit = open.getOrDefault(copy.publisher(), new TreeMap<>()).floorEntry(copy.sequence());
        if (unit != null) {
            unit.getValue().see(copy, given.round());
            closeIfDone(unit.getValue());
        }
    }

    private void judgeFlag(Delivered given, Track track) {
        boolean isAgain = track.seen.get(given.copy().sequence());
        if (isAgain) {
            again++;
        }
        if (isAgain && !given.redelivered()) {
            violations.add("came again without the redelivered flag: " + given);
        }
        if (!isAgain && given.redelivered() && given.sentRound() == given.round()) {
            violations.add("flagged as redelivered at the first time, and no restart in between: " + given);
        }
    }

    private void judgeOrder(Delivered given, Track track) {
        int sequence = given.copy().sequence();
        if (!sharedQueues.contains(given.copy().queue()) && !track.seen.get(sequence) && sequence < track.newest) {
            violations.add("overtaken, came for the first time after " + track.newest + ": " + given);
        }
        if (!given.redelivered()) {
            Integer before = newestUnflagged.put(new Line(given.copy().publisher(), given.consumer()), sequence);
            if (before != null && before >= sequence) {
                violations.add("unflagged and after " + before + ": " + given);
            }
        }
    }

    private Track track(Copy copy) {
        return tracks.computeIfAbsent(new Place(copy.publisher(), copy.queue()), any -> new Track());
    }

    /** Whether all of these clients have told all of the round. */
    synchronized boolean haveEnded(Iterable<String> clients, int round) {
        for (String client : clients) {
            Ended end = ends.get(client);
            if (end == null || end.round() < round) {
                return false;
            }
        }
        return true;
    }

    /** How much has been told so far. */
    synchronized long events() {
        return sent + confirmed + delivered;
    }

    /** Who has ended which round last, and why. */
    synchronized Collection<Ended> ends() {
        return List.copyOf(ends.values());
    }

    /** What was sent up to this round, was confirmed, and has not been seen. */
    synchronized List<String> awaited(int round) {
        List<String> awaited = new ArrayList<>();
        for (NavigableMap<Integer, SentUnit> units : open.values()) {
            for (SentUnit unit : units.values()) {
                if (unit.isAwaited() && unit.sent().round() <= round) {
                    awaited.add(unit.toString());
                }
            }
        }
        return awaited;
    }

    /** Judges whether anything came that nobody sent. To be asked while all clients have ended their round. */
    synchronized void judgeInvented() {
        tracks.forEach((place, track) -> {
            if (!track.invented().isEmpty()) {
                violations.add("invented: " + place + " " + track.invented());
            }
        });
    }

    /** Judges what was never confirmed: it has to be there as a whole or not at all. */
    synchronized void judgeDoubtful() {
        judgeUnconfirmed(false);
    }

    /** The same when all queues are empty, so that nothing more can come. */
    synchronized void judgeAll() {
        judgeUnconfirmed(true);
    }

    private void judgeUnconfirmed(boolean nothingMoreComes) {
        for (NavigableMap<Integer, SentUnit> units : open.values()) {
            for (Iterator<SentUnit> all = units.values().iterator(); all.hasNext(); ) {
                SentUnit unit = all.next();
                if (!unit.isAwaited() && (nothingMoreComes || isPassed(unit))) {
                    if (unit.isBroken()) {
                        violations.add((unit.isInDoubt() ? "there in part: " : "there after a rollback: ") + unit);
                    }
                    all.remove();
                }
            }
        }
    }

    /** A queue that has shown a message of a later round, of anybody's, has shown all that it has of this one. */
    private boolean isPassed(SentUnit unit) {
        for (Copy copy : unit.sent().copies()) {
            boolean isOrdered = !sharedQueues.contains(copy.queue());
            if (!isOrdered || newestRound.getOrDefault(copy.queue(), 0) <= unit.sent().round()) {
                return false;
            }
        }
        return true;
    }

    /** What has been found against the rules so far. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public synchronized String toString() {
        return sent + " units sent, " + confirmed + " confirmed, " + delivered + " deliveries, " + again + " of them again";
    }
}
