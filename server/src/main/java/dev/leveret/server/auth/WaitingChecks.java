package dev.leveret.server.auth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logins that wait to be checked, a lane for each place that they come from. The lanes of the best {@link Standing} take turns, so
 * that many from one place hold up that place alone; when there is no room, the lane that is felt most loses its oldest, which may
 * be the newcomer's. So whoever guesses from many places is behind all others as soon as each of these places has failed
 * once. Its owner has a lock.
 */
final class WaitingChecks {

    private static final class Lane {

        private final ArrayDeque<SlowCheck> checks = new ArrayDeque<>();

        /** As it was when it was looked at last: asking all whenever one comes would take long. */
        private Standing standing = Standing.UNKNOWN;

        int burden() {
            return standing.burden(checks.size());
        }
    }

    private final int countMax;

    /** Whose turn was longest ago first. */
    private final Map<Place, Lane> lanes = new LinkedHashMap<>();

    private int count;

    /** @param countMax that wait at once */
    WaitingChecks(int countMax) {
        this.countMax = countMax;
    }

    /** One more waits. Answers those that do not any more, and have to be told that they give up. */
    List<SlowCheck> add(SlowCheck check) {
        Lane lane = lanes.computeIfAbsent(check.place(), place -> new Lane());
        lane.standing = check.standing();
        lane.checks.add(check);
        count++;
        return count > countMax ? makeRoom() : List.of();
    }

    private List<SlowCheck> makeRoom() {
        List<SlowCheck> gone = new ArrayList<>();
        Lane heaviest = null;
        for (Lane lane : lanes.values()) {
            lane.checks.removeIf(check -> check.isOver() && gone.add(check));
            if (heaviest == null || lane.burden() > heaviest.burden()) {
                heaviest = lane;
            }
        }
        if (gone.isEmpty()) {
            gone.add(heaviest.checks.remove());
        }
        lanes.values().removeIf(lane -> lane.checks.isEmpty());
        count -= gone.size();
        return gone;
    }

    /** The one whose turn it is, or null if none waits. */
    SlowCheck poll() {
        Place next = null;
        Lane best = null;
        for (Map.Entry<Place, Lane> entry : lanes.entrySet()) {
            Lane lane = entry.getValue();
            lane.standing = lane.checks.peek().standing();
            if (best == null || lane.standing.compareTo(best.standing) < 0) {
                next = entry.getKey();
                best = lane;
            }
        }
        if (best == null) {
            return null;
        }
        lanes.remove(next);
        if (best.checks.size() > 1) {
            lanes.put(next, best); // behind the others
        }
        count--;
        return best.checks.remove();
    }

    /** How many wait. */
    int count() {
        return count;
    }
}
