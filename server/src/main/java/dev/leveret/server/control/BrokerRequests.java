package dev.leveret.server.control;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.admin.AdminRequests;
import dev.leveret.server.control.admin.AdminWords;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running broker does for the command line. Whoever only looks never waits for others; changes are made one at a time. */
public final class BrokerRequests implements ControlSocket.Requests {

    static final String BACKUP = "backup ";

    /** Followed by a JSON list: the folder that paths are relative to, the name of a tool, and the words of a command. */
    static final String COMMAND = "command ";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRequests.class);

    private final BrokerStore store;
    private final VerbTable verbs;
    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantLock backingUp = new ReentrantLock();

    public BrokerRequests(BrokerStore store, VerbTable verbs) {
        this.store = store;
        this.verbs = verbs;
    }

    @Override
    public String answer(String request, BooleanSupplier isStopping) throws RequestException {
        if (request.startsWith(BACKUP)) {
            return alone(backingUp, isStopping, () -> backup(request.substring(BACKUP.length()), isStopping));
        }
        if (request.startsWith(COMMAND)) {
            List<String> words = words(request.substring(COMMAND.length()));
            return command(words, isStopping).json();
        }
        throw new RequestException("this broker does not know what is asked of it: " + request);
    }

    private interface Work<T> {
        T run() throws RequestException;
    }

    /** Does it when nobody else does anything of the kind. */
    private static <T> T alone(ReentrantLock lock, BooleanSupplier isStopping, Work<T> work) throws RequestException {
        lock.lock();
        try {
            if (isStopping.getAsBoolean()) {
                throw new RequestException(ExitCode.UNAVAILABLE, "the broker is being stopped");
            }
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whatever is wrong with it belongs to its answer. */
    private Ended command(List<String> all, BooleanSupplier isStopping) throws RequestException {
        Path folder = folder(all.getFirst());
        Tool tool = Tool.named(all.get(1)).orElse(Tool.RABBITMQCTL);
        List<String> given = all.subList(2, all.size());
        try {
            if (tool == Tool.ADMIN) {
                AdminWords words = AdminWords.of(given);
                AdminRequests admin = new AdminRequests(verbs, folder);
                verbs.app().requireForAdmin();
                return words.isReading() ? admin.run(words) : alone(changing, isStopping, () -> admin.run(words));
            }
            CommandWords words = CommandWords.of(tool, given);
            return VerbTable.isReading(words.verb())
                    ? run(tool, folder, words)
                    : alone(changing, isStopping, () -> run(tool, folder, words));
        } catch (RequestException e) {
            return tool == Tool.ADMIN ? Ended.failedAdmin(e) : Ended.failed(e, "");
        }
    }

    private static Path folder(String path) throws RequestException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new RequestException("a command from a folder that can't be one: " + e.getReason(), e);
        }
    }

    private Ended run(Tool tool, Path folder, CommandWords words) {
        Output out = new Output(words);
        try {
            if (VerbTable.needsApp(tool, words.verb())) {
                verbs.app().require(words);
            }
            verbs.of(tool, folder).get(words.verb()).run(words, out);
            return new Ended(ExitCode.OK.number(), out.text(), "");
        } catch (RequestException e) {
            return Ended.failed(e, out.text());
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
        // Half a character can be written in JSON, but no name that has one could be written anywhere else.
        if (words.stream().flatMapToInt(String::codePoints).anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
            throw new RequestException("a command with a word that is no text in Unicode");
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
