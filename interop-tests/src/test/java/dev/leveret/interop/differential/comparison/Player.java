package dev.leveret.interop.differential.comparison;

import dev.leveret.interop.differential.Stage;
import dev.leveret.interop.fixture.Broker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays scenarios against one broker, several at a time: they have nothing to do with each other. */
final class Player implements AutoCloseable {

    private static final int AT_A_TIME = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

    /** Starts to play them; each future answers the lines of a transcript. */
    Map<Case, Future<List<String>>> play(Broker broker, List<Case> cases) {
        Map<Case, Future<List<String>>> played = new LinkedHashMap<>();
        for (Case one : cases) {
            played.put(one, threads.submit(() -> play(broker, one)));
        }
        return played;
    }

    private static List<String> play(Broker broker, Case one) throws Exception {
        try (Stage stage = new Stage(broker)) {
            one.scenario().script().play(stage);
            return stage.transcript().lines();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
