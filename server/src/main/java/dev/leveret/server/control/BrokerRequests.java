package dev.leveret.server.control;

import dev.leveret.server.definitions.DefinitionsException;
import dev.leveret.server.definitions.DefinitionsExport;
import dev.leveret.server.definitions.DefinitionsImport;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running broker does for the command line. */
public final class BrokerRequests implements ControlSocket.Requests {

    static final String BACKUP = "backup ";

    /** Followed by a JSON list: the folder that paths are relative to, and the words of a command. */
    static final String COMMAND = "command ";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRequests.class);

    private final BrokerStore store;
    private final PolicyRequests policies;
    private final TraceRequests traces;
    private final DelayRequests delays;
    private final DefinitionsImport definitionsImport;
    private final DefinitionsExport definitionsExport;

    public BrokerRequests(
            BrokerStore store,
            PolicyRequests policies,
            TraceRequests traces,
            DelayRequests delays,
            DefinitionsImport definitionsImport,
            DefinitionsExport definitionsExport) {
        this.store = store;
        this.policies = policies;
        this.traces = traces;
        this.delays = delays;
        this.definitionsImport = definitionsImport;
        this.definitionsExport = definitionsExport;
    }

    @Override
    public String answer(String request, BooleanSupplier isStopping) throws RequestException {
        if (request.startsWith(BACKUP)) {
            return backup(request.substring(BACKUP.length()), isStopping);
        }
        if (request.startsWith(COMMAND)) {
            return JsonWriter.write(new JsonValue.Text(command(words(request.substring(COMMAND.length())))));
        }
        throw new RequestException("this broker does not know what is asked of it: " + request);
    }

    /** What is printed for it; may have many lines, or none. */
    private String command(List<String> folderAndWords) throws RequestException {
        Path folder = Path.of(folderAndWords.getFirst());
        CommandWords words = CommandWords.of(folderAndWords.subList(1, folderAndWords.size()));
        return switch (words.verb()) {
            case "set_policy" -> policies.set(PolicyKind.USER, words);
            case "clear_policy" -> policies.clear(PolicyKind.USER, words);
            case "list_policies" -> policies.list(PolicyKind.USER, words);
            case "set_operator_policy" -> policies.set(PolicyKind.OPERATOR, words);
            case "clear_operator_policy" -> policies.clear(PolicyKind.OPERATOR, words);
            case "list_operator_policies" -> policies.list(PolicyKind.OPERATOR, words);
            case "trace_on" -> traces.turn(true, words);
            case "trace_off" -> traces.turn(false, words);
            case "list_delayed" -> delays.list(words);
            case "import_definitions" -> importDefinitions(folder, words);
            case "export_definitions" -> exportDefinitions(folder, words);
            default -> throw new RequestException("this broker does not know the command " + words.verb());
        };
    }

    private String importDefinitions(Path folder, CommandWords words) throws RequestException {
        Path file = file(folder, words);
        try {
            definitionsImport.run(file);
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
        return words.isTold() ? "Importing definitions in JSON from a file at \"" + file + "\" ..." : "";
    }

    private String exportDefinitions(Path folder, CommandWords words) throws RequestException {
        Path file = file(folder, words);
        try {
            definitionsExport.run(file);
        } catch (DefinitionsException e) {
            throw new RequestException(e.getMessage(), e);
        }
        return words.isTold() ? "Exporting definitions in JSON to a file at \"" + file + "\" ..." : "";
    }

    private static Path file(Path folder, CommandWords words) throws RequestException {
        return folder.resolve(words.arguments(List.of("<file>"), Set.of()).getFirst()).normalize();
    }

    private static List<String> words(String json) throws RequestException {
        List<String> words = new ArrayList<>();
        try {
            if (JsonReader.read(json) instanceof JsonValue.Elements list) {
                for (JsonValue word : list.elements()) {
                    words.add(word instanceof JsonValue.Text text ? text.value() : "");
                }
            }
        } catch (JsonException e) {
            throw new RequestException("a command that is no JSON: " + e.getMessage(), e);
        }
        if (words.size() < 2) {
            throw new RequestException("a command without a verb");
        }
        return words;
    }

    private String backup(String path, BooleanSupplier isStopping) throws RequestException {
        long startNanos = System.nanoTime();
        try {
            Path target = Path.of(path);
            if (!target.isAbsolute()) {
                throw new RequestException("the folder of a backup has to be absolute: " + path);
            }
            long bytes = store.backup(target, isStopping);
            LOG.info("backup made in {}: {} bytes in {} ms", target, bytes, (System.nanoTime() - startNanos) / 1_000_000);
            return "the backup is in " + target + ", " + bytes + " bytes; a broker can be started on it";
        } catch (InvalidPathException | StoreException e) {
            LOG.warn("no backup: {}", e.getMessage());
            throw new RequestException(e.getMessage(), e);
        }
    }
}
