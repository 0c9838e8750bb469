package dev.leveret.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs that run until they are told to end are told so by the end of their standard input. */
public final class StandardInput {

    private static final AtomicBoolean ENDED = new AtomicBoolean();

    private StandardInput() {}

    /** Begins to watch, on a thread of its own. */
    public static void watch() {
        Thread.ofPlatform().daemon().name("standard-input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue; // whatever is said: only the end counts
                }
            } catch (IOException broken) {
                System.out.println("standard input: " + broken.getMessage());
            }
            ENDED.set(true);
        });
    }

    public static boolean ended() {
        return ENDED.get();
    }
}
