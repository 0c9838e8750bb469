package dev.leveret.interop.kills;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The way of a client process to tell the test what it does and sees. For any thread. */
final class Reports {

    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();

    Reports(PrintStream out) {
        this.out = out;
    }

    /** Keeps the order of what one thread tells, and of what happens before something else. */
    void tell(Event event) {
        synchronized (lines) {
            lines.add(event.line());
            lines.notifyAll();
        }
    }

    /** Writes what is told, until the process ends. */
    void writeForEver() {
        List<String> taken = new ArrayList<>();
        while (true) {
            try {
                synchronized (lines) {
                    while (lines.isEmpty()) {
                        lines.wait();
                    }
                    taken.addAll(lines);
                    lines.clear();
                }
            } catch (InterruptedException e) {
                return;
            }
            out.print(String.join("\n", taken) + "\n");
            out.flush();
            taken.clear();
        }
    }
}
