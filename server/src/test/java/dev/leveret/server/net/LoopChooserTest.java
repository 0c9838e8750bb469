package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Test;

/** Connections share loops while they are few, and are spread evenly when they are many. */
class LoopChooserTest {

    private final EventLoop first = new DefaultEventLoop();
    private final EventLoop second = new DefaultEventLoop();
    private final LoopChooser chooser = chooserOfTwo(2);

    private LoopChooser chooserOfTwo(int layer) {
        var chooser = new LoopChooser(layer);
        chooser.newChooser(new EventLoop[] {first, second});
        return chooser;
    }

    @Test
    void loopIsFilledBeforeTheNextGetsAny() {
        assertSame(first, chooser.next());
        assertSame(first, chooser.next());
        assertSame(second, chooser.next());
        assertSame(second, chooser.next());
    }

    @Test
    void connectionsAreSpreadEvenlyOnceAllLoopsAreFilled() {
        // given ten connections
        int onFirst = 0;
        for (int i = 0; i < 10; i++) {
            onFirst += chooser.next() == first ? 1 : 0;
        }

        // then each loop has half of them
        assertEquals(5, onFirst);
    }

    @Test
    void placeOfAConnectionThatHasEndedIsTakenAgain() {
        // given a filled first loop
        chooser.next();
        chooser.next();

        // when one of its connections ends
        chooser.left(first);

        // then the next one takes its place
        assertSame(first, chooser.next());
        assertSame(second, chooser.next());
    }
}
