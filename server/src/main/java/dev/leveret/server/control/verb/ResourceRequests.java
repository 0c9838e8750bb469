package dev.leveret.server.control.verb;

import dev.leveret.server.alarm.ResourceReport;
import dev.leveret.server.alarm.ResourceWatch;
import dev.leveret.server.config.DataSize;
import dev.leveret.server.config.ResourceSettings.Watermark;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits of memory and disk. What is set here is in force at once, and until the broker ends. */
public final class ResourceRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceRequests.class);
    private static final int MEBIBYTE = 1 << 20;
    private static final int MEGABYTE = 1_000_000;

    private final ResourceWatch watch;
    private final Executor thread;
    private final String node;

    /** @param thread the one that the watch belongs to */
    public ResourceRequests(ResourceWatch watch, Executor thread, String node) {
        this.watch = watch;
        this.thread = thread;
        this.node = node;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("set_vm_memory_high_watermark", this::memory);
        verbs.put("set_disk_free_limit", this::disk);
    }

    private void memory(CommandWords words, Output out) throws RequestException {
        Watermark watermark;
        if (words.argument(0).equals("absolute") && words.arguments().size() == 2) {
            watermark = bytes(words, words.argument(1));
            out.tell("Setting memory threshold on " + node + " to " + words.argument(1) + " bytes ...");
        } else {
            double share = words.arguments().size() == 1 ? fraction(words, words.argument(0)) : Double.NaN;
            if (!(share >= 0 && share <= 1)) {
                throw words.misused(ExitCode.DATA,
                        "Bad argument: The threshold should be a fraction between 0.0 and 1.0");
            }
            watermark = new Watermark(share, -1);
            out.tell("Setting memory threshold on " + node + " to " + words.argument(0) + " ...");
        }
        run(() -> {
            watch.limitMemory(watermark);
            ResourceReport now = watch.report();
            LOG.info("Memory high watermark set to {} MiB ({} bytes) of {} MiB ({} bytes) total",
                    now.memoryLimit() / MEBIBYTE, now.memoryLimit(), now.memoryTotal() / MEBIBYTE, now.memoryTotal());
        });
    }

    private void disk(CommandWords words, Output out) throws RequestException {
        Watermark watermark;
        if (words.argument(0).equals("mem_relative") && words.arguments().size() == 2) {
            watermark = new Watermark(fraction(words, words.argument(1)), -1);
            out.tell("Setting disk free limit on " + node + " to " + words.argument(1) + " times the total RAM ...");
        } else if (words.arguments().size() == 1) {
            watermark = bytes(words, words.argument(0));
            out.tell("Setting disk free limit on " + node + " to " + words.argument(0) + " bytes ...");
        } else {
            throw words.misused(ExitCode.DATA, "Bad argument.");
        }
        run(() -> {
            watch.limitDisk(watermark);
            long limit = watch.report().diskLimit();
            LOG.info("Disk free limit set to {}MB ({} bytes)", limit / MEGABYTE, limit);
        });
    }

    private static Watermark bytes(CommandWords words, String text) throws RequestException {
        OptionalLong bytes = DataSize.parse(text);
        if (bytes.isEmpty()) {
            throw words.misused(ExitCode.DATA, "Bad argument.");
        }
        return new Watermark(0, bytes.getAsLong());
    }

    private static double fraction(CommandWords words, String text) throws RequestException {
        if (!text.matches("\\d{1,9}(\\.\\d{1,18})?|\\.\\d{1,18}")) {
            throw words.misused(ExitCode.DATA, "Bad argument.");
        }
        return Double.parseDouble(text);
    }

    private void run(Runnable change) throws RequestException {
        Answers.await(CompletableFuture.runAsync(() -> {
            change.run();
            watch.check();
        }, thread));
    }

    /** What there is now. */
    ResourceReport report() throws RequestException {
        return Answers.await(CompletableFuture.supplyAsync(watch::report, thread));
    }
}
