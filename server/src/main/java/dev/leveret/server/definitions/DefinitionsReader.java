package dev.leveret.server.definitions;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueSettings;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.TopicPatterns;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.pattern.BoundedPattern;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/** Finds the definitions in JSON (RabbitMQ's page "Definitions", and files of 3.10). */
final class DefinitionsReader {

    /** Of these there is nothing to say. */
    private static final Set<String> ABOUT_THE_FILE = Set.of(
            "rabbit_version", "rabbitmq_version", "product_name", "product_version", "rabbitmq_definition_format",
            "original_cluster_name", "original_vhost_name", "explanation");

    /** What belongs to no virtual host, and is passed over if the file is taken as that of one. */
    private static final Set<String> OF_THE_BROKER =
            Set.of("vhosts", "users", "permissions", "topic_permissions", "global_parameters");

    private final Definitions found = new Definitions();

    /** Hashes passwords that are in the file. */
    private final Function<byte[], PasswordHash> hashing;

    /** The virtual host that all of it is for, whatever it says; empty if it says of each thing where it belongs. */
    private final Optional<String> only;

    private DefinitionsReader(Function<byte[], PasswordHash> hashing, Optional<String> only) {
        this.hashing = hashing;
        this.only = only;
    }

    /**
     * Reads all of it.
     *
     * @param hashing for passwords that are in it
     * @param only the virtual host that all of it is for, whatever it says
     * @throws DefinitionsException if something is not what it should be; without the name of the file
     */
    static Definitions read(JsonValue json, Function<byte[], PasswordHash> hashing, Optional<String> only)
            throws DefinitionsException {
        if (!(json instanceof JsonValue.Members top)) {
            throw new DefinitionsException("there should be an object, and there is " + json.kind());
        }
        DefinitionsReader reader = new DefinitionsReader(hashing, only);
        for (Map.Entry<String, JsonValue> part : top.members().entrySet()) {
            reader.part(part.getKey(), part.getValue());
        }
        return reader.found;
    }

    private void part(String name, JsonValue value) throws DefinitionsException {
        if (only.isPresent() && OF_THE_BROKER.contains(name)) {
            found.ignored.add("'" + name + "'");
            return;
        }
        switch (name) {
            case "vhosts" -> each(name, "vhost", value, this::virtualHost);
            case "users" -> each(name, "user", value, this::user);
            case "permissions" -> each(name, "permission", value, this::permission);
            case "topic_permissions" -> each(name, "topic permission", value, this::topicPermission);
            case "parameters" -> each(name, "parameter", value, this::parameter);
            case "global_parameters" -> each(name, "global parameter", value, this::globalParameter);
            case "policies" -> each(name, "policy", value, fields -> policy(PolicyKind.USER, fields, fields));
            case "queues" -> each(name, "queue", value, this::queue);
            case "exchanges" -> each(name, "exchange", value, this::exchange);
            case "bindings" -> each(name, "binding", value, this::binding);
            default -> {
                if (!ABOUT_THE_FILE.contains(name)) {
                    found.ignored.add("'" + name + "'");
                }
            }
        }
    }

    private interface Part {
        void read(Fields fields) throws DefinitionsException;
    }

    private static void each(String name, String noun, JsonValue value, Part part) throws DefinitionsException {
        if (!(value instanceof JsonValue.Elements list)) {
            throw new DefinitionsException("'" + name + "' is " + value.kind() + " and should be a list");
        }
        for (int i = 0; i < list.elements().size(); i++) {
            String place = name + "[" + i + "]";
            if (!(list.elements().get(i) instanceof JsonValue.Members members)) {
                throw new DefinitionsException(place + " should be an object");
            }
            part.read(new Fields(describe(noun, place, members), members));
        }
    }

    private static String describe(String noun, String place, JsonValue.Members members) {
        String object = place;
        if (members.get("name") instanceof JsonValue.Text name) {
            object = noun + " '" + name.value() + "'";
        } else if (members.get("user") instanceof JsonValue.Text user) {
            object = noun + " of user '" + user.value() + "'";
        } else if (members.get("source") instanceof JsonValue.Text source) {
            object = noun + " from '" + source.value() + "'";
        }
        return members.get("vhost") instanceof JsonValue.Text vhost ? object + " in vhost '" + vhost.value() + "'" : object;
    }

    /** Where something belongs. */
    private String vhost(Fields fields) throws DefinitionsException {
        if (only.isEmpty() && !fields.has("vhost")) {
            throw fields.problem("there is no 'vhost'; the definitions of one virtual host are imported by"
                    + " 'rabbitmqadmin --vhost VHOST import FILE'");
        }
        return only.isPresent() ? only.get() : fields.text("vhost");
    }

    private void virtualHost(Fields fields) throws DefinitionsException {
        String name = fields.text("name");
        FieldTable metadata = fields.table("metadata");
        for (String key : List.of("description", "default_queue_type")) {
            String text = fields.text(key, "");
            metadata = text.isEmpty() ? metadata : metadata.with(key, FieldValue.text(text));
        }
        List<String> tags = fields.words("tags");
        if (!tags.isEmpty()) {
            metadata = metadata.with("tags", new FieldValue.Array(tags.stream().<FieldValue>map(FieldValue::text).toList()));
        }
        FieldValue type = metadata.get("default_queue_type");
        if (type instanceof FieldValue.LongString text && !Set.of("classic", "quorum", "undefined").contains(text.text())) {
            found.ignored.add("default queue type of vhost '" + name + "'");
        }
        found.virtualHosts.add(new VirtualHostDefinition(name, metadata, limits(fields, "limits", Limits::ofVirtualHost)));
    }

    private static FieldTable limits(Fields fields, String name, Function<FieldTable, Limits> check)
            throws DefinitionsException {
        try {
            return check.apply(fields.table(name)).table();
        } catch (IllegalArgumentException e) {
            throw fields.problem(e.getMessage());
        }
    }

    private void user(Fields fields) throws DefinitionsException {
        String name = fields.text("name");
        PasswordHash hash = hash(fields);
        List<String> tags = fields.words("tags");
        if (tags.size() > AccessDefinition.User.TAGS_MAX) {
            throw fields.problem(tags.size() + " tags, more than " + AccessDefinition.User.TAGS_MAX);
        }
        found.users.add(new AccessDefinition.User(
                name, hash.text(), hash.hashing().word(), tags, limits(fields, "limits", Limits::ofUser)));
    }

    private PasswordHash hash(Fields fields) throws DefinitionsException {
        try {
            if (fields.has("password") && !fields.has("password_hash")) {
                return hashing.apply(fields.text("password").getBytes(StandardCharsets.UTF_8));
            }
            return PasswordHash.read(
                    fields.text("password_hash", ""),
                    fields.text("hashing_algorithm", Hashing.SHA_256.word()));
        } catch (IllegalArgumentException e) {
            throw fields.problem(e.getMessage());
        }
    }

    private void permission(Fields fields) throws DefinitionsException {
        found.permissions.add(new AccessDefinition.Permission(
                fields.text("user"),
                fields.text("vhost"),
                pattern("configure", fields),
                pattern("write", fields),
                pattern("read", fields)));
    }

    private void topicPermission(Fields fields) throws DefinitionsException {
        found.topicPermissions.add(new AccessDefinition.TopicPermission(
                fields.text("user"),
                fields.text("vhost"),
                fields.text("exchange"),
                pattern("write", fields, TopicPatterns::check),
                pattern("read", fields, TopicPatterns::check)));
    }

    private static String pattern(String name, Fields fields) throws DefinitionsException {
        return pattern(name, fields, BoundedPattern::of);
    }

    private static String pattern(String name, Fields fields, Consumer<String> check) throws DefinitionsException {
        String pattern = fields.text(name);
        try {
            check.accept(pattern);
        } catch (PatternSyntaxException e) {
            throw fields.problem("'" + name + "' is no regular expression: " + e.getDescription());
        }
        return pattern;
    }

    private void parameter(Fields fields) throws DefinitionsException {
        String component = fields.text("component");
        if (component.equals("operator_policy")) {
            policy(PolicyKind.OPERATOR, fields, fields.inner("value"));
        } else if (component.equals("vhost-limits")) {
            found.limits.put(vhost(fields), limits(fields, "value", Limits::ofVirtualHost));
        } else {
            found.ignored.add("parameter '" + fields.text("name") + "' of " + component);
        }
    }

    private void globalParameter(Fields fields) throws DefinitionsException {
        String name = fields.text("name");
        JsonValue value = fields.any("value");
        Optional<String> obstacle = GlobalParameters.obstacle(name, value);
        if (obstacle.isPresent()) {
            throw fields.problem(obstacle.get());
        }
        found.globalParameters.put(name, value);
    }

    private void policy(PolicyKind kind, Fields named, Fields fields) throws DefinitionsException {
        try {
            Policy policy = new Policy(
                    kind,
                    named.text("name"),
                    fields.text("pattern"),
                    ApplyTo.require(fields.text("apply-to", ApplyTo.ALL.word())),
                    fields.whole("priority", 0),
                    fields.table("definition"));
            policy.requireValid();
            found.policies.add(new Definitions.PolicyEntry(vhost(named), policy));
        } catch (PolicyException e) {
            throw named.problem(e.getMessage());
        }
    }

    private void queue(Fields fields) throws DefinitionsException {
        String vhost = vhost(fields);
        FieldTable arguments = fields.table("arguments");
        String type = fields.text("type", "classic");
        if (!type.equals("classic") && !arguments.contains("x-queue-type")) {
            arguments = arguments.with("x-queue-type", FieldValue.text(type));
        }
        if (arguments.get("x-queue-type") instanceof FieldValue.LongString wanted && wanted.text().equals("stream")) {
            throw fields.problem("streams are not supported yet; leave it out, or make it a queue of another type");
        }
        QueueDeclaration queue = new QueueDeclaration(
                fields.text("name"), fields.bool("durable", true), false, fields.bool("auto_delete", false), arguments,
                BrokerEvent.INTERNAL);
        try {
            new QueueSettings(vhost, queue.name(), queue.durable(), false, queue.autoDelete(), arguments);
        } catch (AmqpException e) {
            throw fields.problem(e.error().text());
        }
        found.add(new Definitions.QueueEntry(vhost, queue));
    }

    private void exchange(Fields fields) throws DefinitionsException {
        String name = fields.text("name");
        if (name.isEmpty() || name.startsWith("amq.")) {
            return; // every virtual host has them
        }
        try {
            found.add(new Definitions.ExchangeEntry(vhost(fields), new ExchangeDeclaration(
                    name,
                    ExchangeType.named(fields.text("type")),
                    fields.bool("durable", true),
                    fields.bool("auto_delete", false),
                    fields.bool("internal", false),
                    fields.table("arguments"))));
        } catch (AmqpException e) {
            throw fields.problem(e.error().text());
        }
    }

    private void binding(Fields fields) throws DefinitionsException {
        String source = fields.text("source");
        String type = fields.text("destination_type", "queue");
        if (!type.equals("queue") && !type.equals("exchange")) {
            throw fields.problem("'destination_type' is '" + type + "' and should be 'queue' or 'exchange'");
        }
        if (!source.isEmpty()) { // the default exchange's bindings are no bindings
            BindingRequest binding = new BindingRequest(
                    source, fields.text("destination"), fields.text("routing_key", ""), fields.table("arguments"),
                    BrokerEvent.INTERNAL);
            found.bindings.add(new Definitions.BindingEntry(vhost(fields), type.equals("exchange"), binding));
        }
    }
}
