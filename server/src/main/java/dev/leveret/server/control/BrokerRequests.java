package dev.leveret.server.control;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.verb.CommandWords;
import dev.leveret.server.control.verb.Output;
import dev.leveret.server.control.verb.VerbTable;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonValue;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running broker does for the command line. */
public final class BrokerRequests implements ControlSocket.Requests {

    static final String BACKUP = "backup ";

    /** Followed by a JSON list: the folder that paths are relative to, the name of a tool, and the words of a command. */
    static final String COMMAND = "command ";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRequests.class);

    private final BrokerStore store;
    private final VerbTable verbs;

    public BrokerRequests(BrokerStore store, VerbTable verbs) {
        this.store = store;
        this.verbs = verbs;
    }

    @Override
    public String answer(String request, BooleanSupplier isStopping) throws RequestException {
        if (request.startsWith(BACKUP)) {
            return backup(request.substring(BACKUP.length()), isStopping);
        }
        if (request.startsWith(COMMAND)) {
            return command(words(request.substring(COMMAND.length()))).json();
        }
        throw new RequestException("this broker does not know what is asked of it: " + request);
    }

    /** Whatever is wrong with it belongs to its answer. */
    private Ended command(List<String> all) {
        Path folder = Path.of(all.getFirst());
        Tool tool = Tool.named(all.get(1)).orElse(Tool.RABBITMQCTL);
        try {
            CommandWords words = CommandWords.of(tool, all.subList(2, all.size()));
            Output out = new Output(words);
            try {
                verbs.of(tool, folder).get(words.verb()).run(words, out);
                return new Ended(ExitCode.OK.number(), out.text(), "");
            } catch (RequestException e) {
                return Ended.failed(e, out.text());
            }
        } catch (RequestException e) {
            return Ended.failed(e, "");
        }
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
        if (words.size() < 3) {
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
