package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.admin.UserChanges;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.store.AccessDefinition.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users: who there is, their passwords, tags and limits. */
public final class UserRequests {

    /** Who does it, for the event exchange, as in RabbitMQ. */
    static final String BY = "rmq-cli";

    private final Users users;
    private final UserChanges changes;

    public UserRequests(Users users, UserChanges changes) {
        this.users = users;
        this.changes = changes;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("add_user", this::add);
        verbs.put("delete_user", this::delete);
        verbs.put("change_password", this::changePassword);
        verbs.put("clear_password", this::clearPassword);
        verbs.put("authenticate_user", this::authenticate);
        verbs.put("set_user_tags", this::setTags);
        verbs.put("list_users", this::list);
        verbs.put("set_user_limits", this::setLimits);
        verbs.put("clear_user_limits", this::clearLimits);
        verbs.put("list_user_limits", this::listLimits);
    }

    private void add(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        if (name.isEmpty()) {
            throw words.misused(ExitCode.DATA, "Bad argument: user cannot be an empty string");
        }
        out.tell("Adding user \"" + name + "\" ...");
        byte[] password = password(words, ExitCode.DATA); // empty: nobody can log in with it
        if (words.has("pre-hashed-password")) {
            PasswordHash hash = hash(words);
            Answers.change(() -> changes.add(name, hash, List.of(), BY));
        } else {
            Answers.change(() -> changes.add(name, password, List.of(), BY));
        }
        out.tell("Done. Don't forget to grant the user permissions to some virtual hosts!"
                + " See 'rabbitmqctl help set_permissions' to learn more.");
    }

    /** The front has read it from standard input, if it was not among the words and there was anything to read. */
    private static byte[] password(CommandWords words, ExitCode missing) throws RequestException {
        if (words.arguments().size() < 2) {
            throw new RequestException(missing, "Password is not provided via argument or stdin");
        }
        return words.argument(1).getBytes(StandardCharsets.UTF_8);
    }

    private static PasswordHash hash(CommandWords words) throws RequestException {
        try {
            return PasswordHash.recognise(words.argument(1));
        } catch (IllegalArgumentException e) {
            throw words.misused(ExitCode.DATA, "Bad argument: " + e.getMessage());
        }
    }

    private void delete(CommandWords words, Output out) throws RequestException {
        out.tell("Deleting user \"" + words.argument(0) + "\" ...");
        Answers.change(() -> changes.delete(words.argument(0), BY));
    }

    private void changePassword(CommandWords words, Output out) throws RequestException {
        out.tell("Changing password for user \"" + words.argument(0) + "\" ...");
        byte[] password = password(words, ExitCode.FAILED);
        Answers.change(() -> changes.changePassword(words.argument(0), password, BY));
    }

    private void clearPassword(CommandWords words, Output out) throws RequestException {
        out.tell("Clearing password for user \"" + words.argument(0) + "\" ...");
        Answers.change(words, NoSuchUser.TERM, () -> changes.clearPassword(words.argument(0), BY));
    }

    /** Whoever has the control socket may try as often as he likes: nothing is counted as a failed login. */
    private void authenticate(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Authenticating user \"" + name + "\" ...");
        byte[] password = password(words, ExitCode.FAILED);
        if (password.length == 0 || !users.matches(name, password)) {
            throw new RequestException(ExitCode.DATA,
                    "Error: failed to authenticate user \"" + name + "\"\nuser '" + name + "' - invalid credentials");
        }
        out.result("Success");
    }

    private void setTags(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        List<String> tags = words.arguments().subList(1, words.arguments().size()).stream()
                .flatMap(word -> List.of(word.split(",")).stream())
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        out.tell("Setting tags for user \"" + name + "\" to [" + String.join(", ", tags) + "] ...");
        Answers.change(() -> changes.setTags(name, tags, BY));
    }

    private void list(CommandWords words, Output out) {
        out.tell("Listing users ...");
        out.table(List.of("user", "tags"), sorted().stream()
                .map(user -> List.<JsonValue>of(new JsonValue.Text(user.name()), JsonValue.texts(user.tags())))
                .toList());
    }

    private List<User> sorted() {
        return users.users().stream().sorted(Comparator.comparing(User::name)).toList();
    }

    private void setLimits(CommandWords words, Output out) throws RequestException {
        out.tell("Setting user limits to \"" + words.argument(1) + "\" for user \"" + words.argument(0) + "\" ...");
        FieldTable limits = JsonWords.table(words.argument(1));
        Answers.change(words, NoSuchUser.TERM, () -> changes.setLimits(words.argument(0), limits, BY));
    }

    private void clearLimits(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        boolean isAll = words.argument(1).equals("all");
        out.tell(isAll
                ? "Clearing all limits for user \"" + name + "\" ..."
                : "Clearing \"" + words.argument(1) + "\" limit for user \"" + name + "\" ...");
        Answers.change(words, NoSuchUser.TERM, () ->
                changes.clearLimits(name, isAll ? Optional.empty() : Optional.of(words.argument(1)), BY));
    }

    private void listLimits(CommandWords words, Output out) throws RequestException {
        if (words.has("global")) {
            out.tell("Listing limits for all users ...");
            List<List<JsonValue>> rows = new ArrayList<>();
            sorted().stream().filter(user -> !user.limits().isEmpty()).forEach(user ->
                    rows.add(List.of(new JsonValue.Text(user.name()), new JsonValue.Text(limits(user)))));
            out.table(List.of("user", "limits"), rows);
            return;
        }
        String name = words.option("user", "guest");
        out.tell("Listing limits for user \"" + name + "\" ...");
        User user = users.find(name).orElseThrow(() -> NoSuchUser.TERM.exception(name));
        out.line(limits(user));
    }

    private static String limits(User user) {
        return JsonWords.text(user.limits());
    }
}
