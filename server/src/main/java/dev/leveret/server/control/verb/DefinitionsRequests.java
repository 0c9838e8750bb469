package dev.leveret.server.control.verb;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.definitions.DefinitionsException;
import dev.leveret.server.definitions.DefinitionsExport;
import dev.leveret.server.definitions.DefinitionsImport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Definitions in files. */
public final class DefinitionsRequests {

    private final DefinitionsImport definitionsImport;
    private final DefinitionsExport definitionsExport;

    public DefinitionsRequests(DefinitionsImport definitionsImport, DefinitionsExport definitionsExport) {
        this.definitionsImport = definitionsImport;
        this.definitionsExport = definitionsExport;
    }

    /** @param folder that paths are relative to */
    void addTo(Map<String, Verb> verbs, Path folder) {
        verbs.put("import_definitions", (words, out) -> read(file(folder, words), out));
        verbs.put("export_definitions", (words, out) -> write(file(folder, words), out));
    }

    private static Path file(Path folder, CommandWords words) throws RequestException {
        try {
            return folder.resolve(words.argument(0)).normalize();
        } catch (InvalidPathException e) {
            throw new RequestException("a file can't have this name: " + e.getReason(), e);
        }
    }

    private void read(Path file, Output out) throws RequestException {
        out.tell("Importing definitions in JSON from a file at \"" + file + "\" ...");
        try {
            definitionsImport.run(file);
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }

    private void write(Path file, Output out) throws RequestException {
        out.tell("Exporting definitions in JSON to a file at \"" + file + "\" ...");
        try {
            definitionsExport.run(file);
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }
}
