package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.state.Consumer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Those consumers take turns that can take a message, whatever limits they have. */
class FairTurnsTest {

    private final TestQueue queue = TestQueue.transientOne();

    private List<String> deliver(int first, int count) {
        queue.quietly();
        queue.publish(IntStream.range(first, first + count).mapToObj(i -> "m" + i).toArray(String[]::new));
        return queue.deliver();
    }

    @Test
    void whoIsFullIsPassedOverAndTheOthersGoOnTakingTurns() {
        // given
        queue.subscribe("one", 1);
        queue.subscribe("three", 3);
        queue.subscribe("many", 1000);
        queue.subscribe("all");
        // when
        List<String> seen = deliver(0, 12);
        // then
        assertEquals(
                List.of(
                        "one <- m0", "three <- m1", "many <- m2", "all <- m3",
                        "three <- m4", "many <- m5", "all <- m6",
                        "three <- m7", "many <- m8", "all <- m9",
                        "many <- m10", "all <- m11"),
                seen);
    }

    @Test
    void whoHasRoomAgainGoesToTheEndOfTheLine() {
        // given
        queue.subscribe("one", 1);
        queue.subscribe("many", 1000);
        queue.subscribe("all");
        deliver(0, 3);
        // when
        queue.settle("m0", Outcome.ACK);
        // then
        assertEquals(List.of("many <- m3", "all <- m4", "one <- m5", "many <- m6", "all <- m7"), deliver(3, 5));
    }

    @Test
    void aBacklogGoesToEachAsFarAsItsLimitAllows() {
        // given a backlog
        queue.publish(IntStream.range(0, 300).mapToObj(i -> "m" + i).toArray(String[]::new));
        // when consumers come
        queue.subscribe("one", 1);
        queue.subscribe("ten", 10);
        queue.subscribe("hundred", 100);
        List<String> seen = queue.deliver();
        // then
        for (String each : List.of("one 1", "ten 10", "hundred 100")) {
            String[] words = each.split(" ");
            long count = seen.stream().filter(line -> line.startsWith(words[0] + " <- ")).count();
            assertEquals(Long.parseLong(words[1]), count, words[0]);
        }
        assertEquals(189, queue.actor.readyCount());
    }

    @Test
    void aConsumerWithoutWindowIsPassedOverAndComesBack() {
        // given two, one of which does not read
        Consumer slow = queue.subscribe("slow");
        queue.subscribe("quick");
        queue.quietly();
        queue.publish(TestMessages.bigOne("big", Consumer.WINDOW_BYTES_MAX));
        assertEquals(List.of("slow <- big"), queue.deliver());
        // when
        assertEquals(List.of("quick <- m0", "quick <- m1"), deliver(0, 2));
        queue.handle(new QueueCommand.CreditReturned(slow, Consumer.WINDOW_BYTES_MAX + 1_000));
        // then
        assertEquals(List.of("quick <- m2", "slow <- m3"), deliver(2, 2));
    }
}
