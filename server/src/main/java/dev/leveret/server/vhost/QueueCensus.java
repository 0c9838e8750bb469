package dev.leveret.server.vhost;

import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks every queue of a virtual host what it has, each on its own loop. */
public final class QueueCensus {

    /** A queue that is moving from loop to loop may be missed once. */
    private static final int ROUNDS_MAX = 5;

    private final BrokerLoops loops;

    public QueueCensus(BrokerLoops loops) {
        this.loops = loops;
    }

    /** From any thread; completed on an event loop, with the queues in the order of their names. */
    public CompletableFuture<List<QueueReport>> take(VirtualHost host) {
        return take(host, new LinkedHashMap<>(), ROUNDS_MAX);
    }

    private CompletableFuture<List<QueueReport>> take(VirtualHost host, Map<QueueRef, QueueReport> found, int rounds) {
        CompletableFuture<?>[] answers = new CompletableFuture<?>[loops.count()];
        List<CompletableFuture<List<QueueReport>>> parts = new ArrayList<>();
        for (int i = 0; i < loops.count(); i++) {
            BrokerLoop loop = loops.at(i);
            CompletableFuture<List<QueueReport>> part = new CompletableFuture<>();
            parts.add(part);
            answers[i] = part;
            loop.execute(() -> part.complete(on(loop, host)));
        }
        return CompletableFuture.allOf(answers).thenCompose(all -> {
            parts.forEach(part -> part.join().forEach(report -> found.put(report.queue(), report)));
            boolean isComplete = host.topology().queues().stream().allMatch(queue -> found.containsKey((QueueRef) queue));
            return isComplete || rounds == 1
                    ? CompletableFuture.completedFuture(sorted(found))
                    : take(host, found, rounds - 1);
        });
    }

    private static List<QueueReport> on(BrokerLoop loop, VirtualHost host) {
        List<QueueReport> reports = new ArrayList<>();
        host.queues().forEach(queue -> {
            if (queue.isHere(loop)) {
                reports.add(queue.report(loop));
            }
        });
        return reports;
    }

    private static List<QueueReport> sorted(Map<QueueRef, QueueReport> found) {
        return found.values().stream().sorted(Comparator.comparing(report -> report.queue().name())).toList();
    }
}
