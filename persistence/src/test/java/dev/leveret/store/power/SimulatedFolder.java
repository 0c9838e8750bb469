package dev.leveret.store.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The names of files: as everybody sees them, as the last sync has left them, and the changes in between. */
final class SimulatedFolder {

    /**
     * A file has got a name, in place of the one that it had.
     *
     * @param name null if it has none any more
     */
    private record Change(SimulatedFile file, String name) {

        /** A file has one name at most, and so a change can take place without those before it. */
        void apply(Map<String, SimulatedFile> files) {
            files.values().removeIf(any -> any == file);
            if (name != null) {
                files.put(name, file);
            }
        }
    }

    private final Map<String, SimulatedFile> cached = new TreeMap<>();
    private final Map<String, SimulatedFile> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    /** Names and files. */
    Map<String, SimulatedFile> files() {
        return cached;
    }

    /** Its name now, if it has one. */
    Optional<String> nameOf(SimulatedFile file) {
        return cached.entrySet().stream()
                .filter(entry -> entry.getValue() == file)
                .map(Map.Entry::getKey)
                .findAny();
    }

    /** @param name null to delete it */
    void rename(SimulatedFile file, String name) {
        Change change = new Change(file, name);
        change.apply(cached);
        unsynced.add(change);
    }

    void sync() {
        durable.clear();
        durable.putAll(cached);
        unsynced.clear();
    }

    /** What a power cut leaves. */
    SimulatedFolder afterCut(CutShape shape) {
        Map<String, SimulatedFile> left = new TreeMap<>(durable);
        CutShape.Limits limits = shape.limits("", unsynced.size());
        for (int i = 0; i < unsynced.size(); i++) {
            if (limits.includes(i)) {
                unsynced.get(i).apply(left);
            }
        }
        SimulatedFolder folder = new SimulatedFolder();
        left.forEach((name, file) ->
                folder.durable.put(name, file.afterCut(shape.limits(name, file.unsyncedChanges()))));
        folder.cached.putAll(folder.durable);
        return folder;
    }
}
