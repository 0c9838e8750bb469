package dev.leveret.server.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who finds no room asks again soon, and then less and less often. */
class RetryPaceTest {

    private final RetryPace pace = new RetryPace();

    @Test
    void waitsGetLongerUpToALimit() {
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 100L, 100L), Stream.generate(pace::next).limit(9).toList());
    }

    @Test
    void theyBeginAnewWhenThereWasRoom() {
        // given
        pace.next();
        pace.next();
        // when
        pace.begin();
        // then
        assertEquals(1, pace.next());
    }
}
