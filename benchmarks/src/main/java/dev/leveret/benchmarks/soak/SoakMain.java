package dev.leveret.benchmarks.soak;

import dev.leveret.benchmarks.load.Broker;
import dev.leveret.benchmarks.load.Options;
import dev.leveret.benchmarks.load.StandardInput;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Loads the broker until the standard input ends, then empties all queues and closes the books. A line each second says what was done.
 * {@code port}: of the broker; {@code rate}: messages a second, of all publishers together; {@code cycle}: seconds in which the deep
 * queue is filled and emptied once.
 */
public final class SoakMain {

    private SoakMain() {}

    public static void main(String[] args) throws IOException, TimeoutException, InterruptedException {
        Options options = Options.of(args, 1);
        Totals totals = new Totals();
        StandardInput.watch();
        Soak soak = new Soak(new Broker(options.count("port", 5672)), totals, options.count("cycle", 600));
        soak.start(options.count("rate", 4000));
        while (!StandardInput.ended()) {
            Thread.sleep(1000);
            System.out.println("tick " + totals.line());
        }
        soak.finish();
        System.out.println("result " + totals.line() + " repeated=" + soak.repeated());
        System.exit(0);
    }
}
