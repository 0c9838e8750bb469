package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.definitions.DefinitionsException;
import dev.leveret.server.definitions.DefinitionsExport;
import dev.leveret.server.definitions.DefinitionsImport;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Definitions in files, and in what a command reads and prints. */
public final class DefinitionsRequests {

    /** In place of a file: what was on standard input, as base64 behind it. */
    public static final String TYPED = "data:;base64,";

    /** What prints them; a file may have any size. */
    private static final int PRINTED_MAX = 6 << 20;

    private final VirtualHosts hosts;
    private final DefinitionsImport definitionsImport;
    private final DefinitionsExport definitionsExport;

    public DefinitionsRequests(VirtualHosts hosts, DefinitionsImport definitionsImport, DefinitionsExport definitionsExport) {
        this.hosts = hosts;
        this.definitionsImport = definitionsImport;
        this.definitionsExport = definitionsExport;
    }

    /** @param folder that paths are relative to */
    void addTo(Map<String, Verb> verbs, Path folder) {
        verbs.put("import_definitions", (words, out) -> take(folder, words, out));
        verbs.put("export_definitions", (words, out) -> give(folder, words, out));
    }

    /** Takes up a file as the definitions of one virtual host, for rabbitmqadmin: rabbitmqctl has no verb for it. */
    public void take(String vhost, Path folder, String name) throws RequestException {
        requireVhost(vhost);
        try {
            definitionsImport.runFor(vhost, file(folder, name));
        } catch (DefinitionsException e) {
            throw new RequestException(ExitCode.DATA, e.getMessage(), e);
        }
    }

    /** Writes the definitions of one virtual host to a file; otherwise the same. */
    public void give(String vhost, Path folder, String name) throws RequestException {
        try {
            definitionsExport.run(requireVhost(vhost), file(folder, name));
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }

    private VirtualHost requireVhost(String name) throws RequestException {
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new RequestException("Virtual host '" + name + "' does not exist");
        }
        return host;
    }

    private static void requireJson(CommandWords words) throws RequestException {
        String format = words.option("format", "json").toLowerCase(Locale.ROOT);
        if (!format.equals("json")) {
            throw words.misused(ExitCode.DATA, format.equals("erlang")
                    ? "Bad argument: Leveret has no Erlang to read or write terms with; use --format json"
                    : "Bad argument: Format should be either json or erlang");
        }
    }

    private static Path file(Path folder, String name) throws RequestException {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new RequestException("a file can't have this name: " + e.getReason(), e);
        }
    }

    private void take(Path folder, CommandWords words, Output out) throws RequestException {
        requireJson(words);
        String name = words.arguments().isEmpty() ? TYPED : words.argument(0);
        try {
            if (name.startsWith(TYPED)) {
                out.tell("Importing definitions in JSON from standard input ...");
                definitionsImport.run(typed(name.substring(TYPED.length()), words), "standard input");
            } else {
                Path file = file(folder, name);
                if (!Files.exists(file)) {
                    throw words.misused(ExitCode.DATA, "Bad argument: File " + name + " does not exist");
                }
                out.tell("Importing definitions in JSON from a file at \"" + file + "\" ...");
                definitionsImport.run(file);
            }
        } catch (DefinitionsException e) {
            throw new RequestException(ExitCode.DATA, e.getMessage(), e);
        }
        out.result("Successfully started definition import. It is done.");
    }

    /** Somebody may have a file that is named like what is typed. */
    private static byte[] typed(String base64, CommandWords words) throws RequestException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw words.misused(ExitCode.DATA, "Bad argument: behind " + TYPED + " there is no base64");
        }
    }

    private void give(Path folder, CommandWords words, Output out) throws RequestException {
        requireJson(words);
        if (words.argument(0).equals("-")) {
            JsonValue all = definitionsExport.everything();
            String json = JsonWriter.write(all);
            if (json.length() > PRINTED_MAX) {
                throw new RequestException("there is too much to be printed: export to a file");
            }
            out.report(List.of(json), all);
            return;
        }
        Path file = file(folder, words.argument(0));
        if (!Files.isDirectory(file.getParent() == null ? file : file.getParent())) {
            throw words.misused(ExitCode.DATA, "Bad argument: Directory " + file.getParent() + " does not exist");
        }
        out.tell("Exporting definitions in JSON to a file at \"" + file + "\" ...");
        try {
            definitionsExport.run(file);
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
    }
}
