package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose password is checked next, and who gives up when too many wait. */
class WaitingChecksTest {

    private final WaitingChecks waiting = new WaitingChecks(256);
    private final Map<String, Standing> standings = new HashMap<>();
    private final Set<String> over = new HashSet<>();

    /** @param name the place's, and a number behind a colon */
    private record Named(String name, WaitingChecksTest test) implements SlowCheck {

        @Override
        public Place place() {
            return new Place(name.substring(0, name.indexOf(':')));
        }

        @Override
        public Standing standing() {
            return test.standings.getOrDefault(place().text(), Standing.UNKNOWN);
        }

        @Override
        public boolean isOver() {
            return test.over.contains(name);
        }

        @Override
        public void run() {
            test.standings.put(place().text(), Standing.FAILED);
        }

        @Override
        public void giveUp() {
            throw new AssertionError("whoever asks for the queue tells them");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private List<String> add(String name) {
        return waiting.add(new Named(name, this)).stream().map(SlowCheck::toString).toList();
    }

    private void addMany(String place, int count) {
        for (int i = 0; i < count; i++) {
            add(place + ":" + i);
        }
    }

    private List<String> next(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(waiting.poll().toString());
        }
        return names;
    }

    @Test
    void addressesTakeTurns() {
        addMany("a", 3);
        add("b:0");
        add("c:0");
        assertEquals(List.of("a:0", "b:0", "c:0", "a:1", "a:2"), next(5));
        assertNull(waiting.poll());
    }

    @Test
    void whoHasFailedIsBehindAndWhoHasNotIsBefore() {
        standings.put("bad", Standing.FAILED);
        standings.put("good", Standing.PROVEN);
        addMany("bad", 2);
        add("new:0");
        addMany("good", 2);
        assertEquals(List.of("good:0", "good:1", "new:0", "bad:0", "bad:1"), next(5));
    }

    @Test
    void failureMeanwhileCountsForWhatWaits() {
        addMany("a", 2);
        addMany("b", 2);
        waiting.poll().run(); // a guess
        standings.put("b", Standing.PROVEN);
        assertEquals(List.of("b:0", "b:1", "a:1"), next(3));
    }

    @Test
    void oneAddressMayHaveAllTheRoomAndMakesIt() {
        // given an address behind which there are many clients
        addMany("office", 256);

        // then one more of them costs the oldest, and so does somebody else
        assertEquals(List.of("office:0"), add("office:256"));
        assertEquals(List.of("office:1"), add("other:0"));
        assertEquals(256, waiting.count());
        next(1);
        assertEquals(List.of("other:0"), next(1));
    }

    @Test
    void guessesFromManyAddressesGiveWayToOthers() {
        // given as many addresses as may wait, each of which has failed
        for (int i = 0; i < 256; i++) {
            standings.put("bad" + i, Standing.FAILED);
            add("bad" + i + ":0");
        }

        // when clients come that have not, many from one address
        for (int i = 0; i < 16; i++) {
            assertEquals(List.of("bad" + i + ":0"), add("office:" + i));
        }

        // then one more guess finds no room, and the clients come first
        assertEquals(List.of("bad16:0"), add("bad0:1"));
        assertEquals("office:0", next(16).getFirst());
    }

    @Test
    void placesThatAreNewEachTimeDoNotDisturbOneThatIsProven() {
        standings.put("office", Standing.PROVEN);
        addMany("office", 10);
        for (int i = 0; i < 1_000; i++) {
            add("new" + i + ":0");
        }
        assertEquals("office:9", next(10).getLast());
    }

    @Test
    void whoIsGoneMakesRoomFirst() {
        addMany("a", 256);
        over.addAll(Set.of("a:7", "a:9"));
        assertEquals(List.of("a:7", "a:9"), add("b:0"));
        assertEquals(255, waiting.count());
    }

    /** All that the attacker's addresses cost the others is one check each. */
    @Test
    void thousandAddressesAreBehindAfterAThousandChecks() {
        for (int round = 0; round < 1_000; round++) {
            addMany("bad" + round, 1);
            waiting.poll().run();
        }
        for (int i = 0; i < 1_000; i++) {
            add("bad" + i + ":1");
        }
        add("client:0");
        assertEquals(List.of("client:0"), next(1));
    }
}
