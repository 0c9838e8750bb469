package dev.leveret.server.control.admin;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.TopologyChanges;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code rabbitmqadmin declare}: what is there already, and the same, is no error. */
final class Declarations {

    private static final String RESERVED_PREFIX = "amq.";
    private static final String QUEUE_TYPE = "x-queue-type";
    private static final String ADMINISTRATOR = "administrator";

    private final Ctl ctl;
    private final TopologyChanges topology;

    Declarations(Ctl ctl, TopologyChanges topology) {
        this.ctl = ctl;
        this.topology = topology;
    }

    void declare(AdminWords words) throws RequestException {
        Map<String, String> values = AdminUsage.values("declare", words.arguments());
        switch (words.arguments().getFirst()) {
            case "exchange" -> exchange(words.vhost(), values);
            case "queue" -> queue(words.vhost(), values);
            case "binding" -> binding(words.vhost(), values);
            case "vhost" -> vhost(words, values);
            case "user" -> user(values);
            case "permission" -> ctl.run("set_permissions", "--vhost=" + values.get("vhost"), "--", values.get("user"),
                    values.get("configure"), values.get("write"), values.get("read"));
            case "policy" -> policy("set_policy", words.vhost(), values);
            case "operator_policy" -> policy("set_operator_policy", words.vhost(), values);
            default -> limit(values);
        }
    }

    private void exchange(String vhost, Map<String, String> values) throws RequestException {
        try {
            topology.declareExchange(vhost, new ExchangeDeclaration(
                    values.get("name"), ExchangeType.named(values.get("type")), flag(values, "durable", true),
                    flag(values, "auto_delete", false), flag(values, "internal", false), arguments(values)));
        } catch (AmqpException e) {
            throw new RequestException(e.error().text(), e);
        }
    }

    private void queue(String vhost, Map<String, String> values) throws RequestException {
        String name = values.get("name");
        if (name.isEmpty() || name.startsWith(RESERVED_PREFIX)) {
            throw new RequestException("queue name '" + name + "' is empty, or contains reserved prefix 'amq.*'");
        }
        FieldTable arguments = arguments(values);
        if (values.containsKey("queue_type")) {
            arguments = arguments.with(QUEUE_TYPE, FieldValue.text(values.get("queue_type")));
        }
        topology.declareQueue(vhost, new QueueDeclaration(
                name, flag(values, "durable", true), false, flag(values, "auto_delete", false), arguments,
                TopologyChanges.BY));
    }

    private void binding(String vhost, Map<String, String> values) throws RequestException {
        topology.bind(vhost, toExchange(values.getOrDefault("destination_type", "queue")), new BindingRequest(
                values.get("source"), values.get("destination"), values.getOrDefault("routing_key", ""), arguments(values),
                TopologyChanges.BY));
    }

    /** Whoever makes a virtual host may do everything in it. */
    private void vhost(AdminWords words, Map<String, String> values) throws RequestException {
        String name = values.get("name");
        if (ctl.list("list_vhosts").stream().noneMatch(each -> Ctl.text(each, "name").equals(name))) {
            ctl.run("add_vhost", "--", name);
            for (String user : makers(words)) {
                ctl.run("set_permissions", "--vhost=" + name, "--", user, ".*", ".*", ".*");
            }
        }
        if (values.containsKey("tracing")) {
            ctl.run(flag(values, "tracing", false) ? "trace_on" : "trace_off", "--vhost=" + name);
        }
    }

    /** The user that is named, or guest as if it were; if there is none, those for whom it can only be. */
    private List<String> makers(AdminWords words) throws RequestException {
        List<JsonValue.Members> users = ctl.list("list_users");
        String maker = words.option("username", "guest");
        if (users.stream().anyMatch(each -> Ctl.text(each, "user").equals(maker))) {
            return List.of(maker);
        }
        return users.stream()
                .filter(each -> each.get("tags") instanceof JsonValue.Elements tags
                        && tags.elements().contains(new JsonValue.Text(ADMINISTRATOR)))
                .map(each -> Ctl.text(each, "user"))
                .toList();
    }

    private void user(Map<String, String> values) throws RequestException {
        String name = values.get("name");
        boolean isThere = ctl.list("list_users").stream().anyMatch(each -> Ctl.text(each, "user").equals(name));
        ctl.run(isThere ? "change_password" : "add_user", "--", name, values.get("password"));
        List<String> tags = new ArrayList<>(List.of("set_user_tags", "--", name));
        Stream.of(values.get("tags").split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).forEach(tags::add);
        ctl.run(tags.toArray(String[]::new));
    }

    private void policy(String verb, String vhost, Map<String, String> values) throws RequestException {
        ctl.run(verb, "--vhost=" + vhost, "--priority=" + values.getOrDefault("priority", "0"),
                "--apply-to=" + values.getOrDefault("apply-to", "all"), "--", values.get("name"), values.get("pattern"),
                JsonWriter.write(Ctl.json(values.get("definition"))));
    }

    /** The others of the virtual host stay. */
    private void limit(Map<String, String> values) throws RequestException {
        Limits limits = Limits.of(ctl, values.get("vhost"));
        limits.with(values.get("name"), Ctl.json(values.get("value"))).write(ctl);
    }

    static boolean toExchange(String destinationType) throws RequestException {
        return switch (destinationType) {
            case "queue", "q" -> false;
            case "exchange", "e" -> true;
            default -> throw new RequestException("destination_type is queue or exchange, not " + destinationType);
        };
    }

    private static boolean flag(Map<String, String> values, String name, boolean fallback) throws RequestException {
        return switch (values.getOrDefault(name, Boolean.toString(fallback))) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw new RequestException(name + " is true or false, not " + values.get(name));
        };
    }

    private static FieldTable arguments(Map<String, String> values) throws RequestException {
        if (!(Ctl.json(values.getOrDefault("arguments", "{}")) instanceof JsonValue.Members members)) {
            throw new RequestException("arguments are a JSON object");
        }
        Optional<String> obstacle = JsonTables.obstacle(members);
        if (obstacle.isPresent()) {
            throw new RequestException("arguments have " + obstacle.get());
        }
        return JsonTables.table(members);
    }
}
