package dev.leveret.server.control.admin;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.Ended;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.DefinitionsRequests;
import dev.leveret.server.control.verb.VerbTable;
import dev.leveret.server.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command of rabbitmqadmin. RabbitMQ's asks the HTTP API as a user; this one asks over the control socket, whose users may
 * do everything: a user that is named has to be able to log in, and that is all.
 */
public final class AdminRequests {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");
    private static final Pattern LOCAL_URI = Pattern.compile("https?://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/.*)?");

    private final Ctl ctl;
    private final AdminLists lists;
    private final Declarations declarations;
    private final Deletions deletions;
    private final AdminMessages messages;
    private final DefinitionsRequests definitions;
    private final Path folder;

    /** @param folder that paths are relative to */
    public AdminRequests(VerbTable verbs, Path folder) {
        this.ctl = new Ctl(verbs.of(Tool.RABBITMQCTL, folder));
        this.lists = new AdminLists(ctl);
        this.declarations = new Declarations(ctl, verbs.topology());
        this.deletions = new Deletions(ctl, lists, verbs.topology());
        this.messages = new AdminMessages(verbs.messages(), folder);
        this.definitions = verbs.definitions();
        this.folder = folder;
    }

    /** Carries it out. */
    public Ended run(AdminWords words) throws RequestException {
        requireHere(words);
        logIn(words);
        return new Ended(0, switch (words.action()) {
            case "list", "show" -> list(words);
            case "declare" -> {
                declarations.declare(words);
                yield told(words, words.arguments().getFirst() + " declared");
            }
            case "delete" -> {
                deletions.delete(words);
                yield told(words, words.arguments().getFirst() + " deleted");
            }
            case "close" -> {
                String name = AdminUsage.values("close", words.arguments()).get("name");
                ctl.run("close_connection", "--", name, "Closed via rabbitmqadmin");
                yield told(words, "connection closed");
            }
            case "purge" -> {
                String name = AdminUsage.values("purge", words.arguments()).get("name");
                purge(words.vhost(), name);
                yield told(words, "queue purged");
            }
            case "export", "import" -> definitions(words);
            case "publish" -> told(words, messages.publish(words));
            case "get" -> messages.get(words);
            default -> throw AdminUsage.misuse("Action " + words.action() + " not understood");
        }, "");
    }

    private void purge(String vhost, String name) throws RequestException {
        try {
            ctl.run("purge_queue", "--vhost=" + vhost, "--", name);
        } catch (RequestException e) {
            throw e.exitCode() == ExitCode.UNAVAILABLE
                    ? new RequestException("no queue '" + name + "' in vhost '" + vhost + "'", e)
                    : e;
        }
    }

    private static String told(AdminWords words, String line) {
        return words.isVerbose() ? line : "";
    }

    private static void requireHere(AdminWords words) throws RequestException {
        String host = words.option("host", "localhost");
        String uri = words.option("base-uri", "http://localhost");
        if (!LOCAL.contains(host) || !LOCAL_URI.matcher(uri).matches()) {
            throw new RequestException("another host can't be asked: there is no HTTP API, and this command asks the broker"
                    + " whose data folder it is given");
        }
    }

    private void logIn(AdminWords words) throws RequestException {
        if (words.has("username") || words.has("password")) {
            try {
                ctl.run("authenticate_user", "--", words.option("username", "guest"), words.option("password", "guest"));
            } catch (RequestException e) {
                throw new RequestException("Access refused: wrong user name or password", e);
            }
        }
    }

    private String list(AdminWords words) throws RequestException {
        if (words.arguments().isEmpty()) {
            throw AdminUsage.misuse("Type not specified");
        }
        String kind = words.arguments().getFirst();
        boolean isOverview = words.action().equals("show");
        if (isOverview ? !kind.equals("overview") : !AdminLists.KINDS.contains(kind)) {
            throw AdminUsage.misuse("Don't know how to " + words.action() + " " + kind);
        }
        AdminOutput output = new AdminOutput(words);
        List<String> columns = words.arguments().subList(1, words.arguments().size());
        if (columns.isEmpty() && output.isBrief()) {
            columns = AdminLists.usualColumns(kind);
        }
        List<String> vhosts = words.has("vhost") ? List.of(words.vhost()) : lists.allVhosts();
        List<JsonValue.Members> items = isOverview ? List.of(lists.overview()) : lists.of(kind, vhosts);
        return output.list(items, columns);
    }

    private String definitions(AdminWords words) throws RequestException {
        if (words.arguments().size() != 1) {
            throw AdminUsage.misuse("Exactly one argument required");
        }
        String path = words.arguments().getFirst();
        boolean isExport = words.action().equals("export");
        if (!words.has("vhost")) {
            // A file may be named like what rabbitmqctl takes for its standard output.
            ctl.run(isExport ? "export_definitions" : "import_definitions", "--", path.equals("-") ? "./-" : path);
        } else if (isExport) {
            definitions.give(words.vhost(), folder, path);
        } else {
            definitions.take(words.vhost(), folder, path);
        }
        return told(words, isExport
                ? "Exported definitions for localhost to \"" + path + "\""
                : "Uploaded definitions from \"localhost\" to " + path);
    }
}
