package dev.leveret.server.control.verb;

import dev.leveret.server.admin.UserChanges;
import dev.leveret.server.auth.Users;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What users may do in virtual hosts. */
public final class PermissionRequests {

    private final Users users;
    private final UserChanges changes;
    private final VirtualHosts hosts;

    public PermissionRequests(Users users, UserChanges changes, VirtualHosts hosts) {
        this.users = users;
        this.changes = changes;
        this.hosts = hosts;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("set_permissions", this::set);
        verbs.put("clear_permissions", this::clear);
        verbs.put("list_permissions", this::list);
        verbs.put("list_user_permissions", this::listOfUser);
        verbs.put("set_topic_permissions", this::setTopic);
        verbs.put("clear_topic_permissions", this::clearTopic);
        verbs.put("list_topic_permissions", this::listTopic);
        verbs.put("list_user_topic_permissions", this::listTopicOfUser);
    }

    private void set(CommandWords words, Output out) throws RequestException {
        out.tell("Setting permissions " + forUser(words));
        Permission permission = new Permission(
                words.argument(0), words.vhost(), words.argument(1), words.argument(2), words.argument(3));
        change(words, () -> changes.setPermission(permission, UserRequests.BY));
    }

    private void clear(CommandWords words, Output out) throws RequestException {
        out.tell("Clearing permissions " + forUser(words));
        change(words, () -> changes.clearPermission(words.argument(0), words.vhost(), UserRequests.BY));
    }

    /** What is said of a user or a virtual host that is not there has no quotes here. */
    private void change(CommandWords words, Supplier<CompletableFuture<Void>> change) throws RequestException {
        if (hosts.find(words.vhost()) == null) {
            throw new RequestException(ExitCode.UNAVAILABLE, "Virtual host " + words.vhost() + " does not exist");
        }
        Answers.change(words, NoSuchUser.PLAIN, change);
    }

    private static String forUser(CommandWords words) {
        return "for user \"" + words.argument(0) + "\" in vhost \"" + words.vhost() + "\" ...";
    }

    private void list(CommandWords words, Output out) throws RequestException {
        out.tell("Listing permissions for vhost \"" + words.vhost() + "\" ...");
        Answers.host(hosts, words);
        List<List<JsonValue>> rows = users.permissions().stream()
                .filter(each -> each.vhost().equals(words.vhost()))
                .sorted(Comparator.comparing(Permission::user))
                .map(each -> row(each.user(), each.configure(), each.write(), each.read()))
                .toList();
        out.table(List.of("user", "configure", "write", "read"), rows);
    }

    private void listOfUser(CommandWords words, Output out) throws RequestException {
        out.tell("Listing permissions for user \"" + words.argument(0) + "\" ...");
        requireUser(words);
        List<List<JsonValue>> rows = users.permissions().stream()
                .filter(each -> each.user().equals(words.argument(0)))
                .sorted(Comparator.comparing(Permission::vhost))
                .map(each -> row(each.vhost(), each.configure(), each.write(), each.read()))
                .toList();
        out.table(List.of("vhost", "configure", "write", "read"), rows);
    }

    private void requireUser(CommandWords words) throws RequestException {
        if (users.find(words.argument(0)).isEmpty()) {
            throw NoSuchUser.TERM.exception(words.argument(0));
        }
    }

    private void setTopic(CommandWords words, Output out) throws RequestException {
        out.tell("Setting topic permissions on \"" + words.argument(1) + "\" " + forUser(words));
        TopicPermission permission = new TopicPermission(
                words.argument(0), words.vhost(), words.argument(1), words.argument(2), words.argument(3));
        change(words, () -> changes.setTopicPermission(permission, UserRequests.BY));
    }

    private void clearTopic(CommandWords words, Output out) throws RequestException {
        Optional<String> exchange = words.arguments().stream().skip(1).findFirst();
        out.tell("Clearing topic permissions " + exchange.map(name -> "on \"" + name + "\" ").orElse("") + forUser(words));
        change(words, () -> changes.clearTopicPermissions(words.argument(0), words.vhost(), exchange, UserRequests.BY));
    }

    private void listTopic(CommandWords words, Output out) throws RequestException {
        out.tell("Listing topic permissions for vhost \"" + words.vhost() + "\" ...");
        Answers.host(hosts, words);
        List<List<JsonValue>> rows = topics()
                .filter(each -> each.vhost().equals(words.vhost()))
                .map(each -> row(each.user(), each.exchange(), each.write(), each.read()))
                .toList();
        out.table(List.of("user", "exchange", "write", "read"), rows);
    }

    private void listTopicOfUser(CommandWords words, Output out) throws RequestException {
        out.tell("Listing topic permissions for user \"" + words.argument(0) + "\" ...");
        requireUser(words);
        List<List<JsonValue>> rows = topics()
                .filter(each -> each.user().equals(words.argument(0)))
                .map(each -> row(each.vhost(), each.exchange(), each.write(), each.read()))
                .toList();
        out.table(List.of("vhost", "exchange", "write", "read"), rows);
    }

    private Stream<TopicPermission> topics() {
        return users.topicPermissions().stream().sorted(Comparator.comparing(TopicPermission::user)
                .thenComparing(TopicPermission::vhost)
                .thenComparing(TopicPermission::exchange));
    }

    private static List<JsonValue> row(String... texts) {
        return Stream.of(texts).<JsonValue>map(JsonValue.Text::new).toList();
    }
}
