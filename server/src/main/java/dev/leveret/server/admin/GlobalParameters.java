package dev.leveret.server.admin;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.BrokerDefinitions;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.GlobalParameterDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set for the whole broker, by name (RabbitMQ's page "Parameters"). The name of the cluster is the one that anything here goes
 * by; others are kept, as they may be meant for whoever lists or exports them. From any thread; otherwise as {@link UserChanges}.
 */
public final class GlobalParameters {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalParameters.class);

    public static final String CLUSTER_NAME = "cluster_name";

    /** Of names, and of the cluster's, which clients are told in a frame of 4 KiB, before anything is agreed on. In bytes. */
    private static final int NAME_SIZE_MAX = 255;

    /** Values are kept in memory, and told in the header of an event. In bytes of JSON. */
    private static final int VALUE_SIZE_MAX = 64 << 10;

    /** What RabbitMQ notes and does nothing with. */
    private static final Set<String> NOTES = Set.of(CLUSTER_NAME, "cluster_tags", "internal_cluster_id");

    private static final String VALUE = "value";

    private final BrokerDefinitions definitions;
    private final BrokerEvents events;
    private final String nodeName;
    private final Map<String, GlobalParameterDefinition> byName = new ConcurrentSkipListMap<>();

    private volatile String clusterName;

    /**
     * Those that the store has kept.
     *
     * @param nodeName stands for the name of the cluster as long as there is none
     */
    public GlobalParameters(VirtualHosts hosts, String nodeName) {
        this.definitions = hosts.definitions();
        this.events = hosts.events();
        this.nodeName = nodeName;
        this.clusterName = nodeName;
        hosts.recoveredGlobalParameters().forEach(this::take);
    }

    /** What clients, and operators, are told of the name of the cluster. */
    public String clusterName() {
        return clusterName;
    }

    /** All that are set. */
    public SortedMap<String, JsonValue> all() {
        SortedMap<String, JsonValue> all = new TreeMap<>();
        byName.forEach((name, definition) -> all.put(name, value(definition)));
        return all;
    }

    /** Whether it has that value already. */
    public boolean has(String name, JsonValue value) {
        return definition(name, value).equals(byName.get(name));
    }

    /** Why it can't have that value; empty if it can. */
    public static Optional<String> obstacle(String name, JsonValue value) {
        if (!name.equals(CLUSTER_NAME)) {
            return obstacle("the name", name).or(() -> JsonTables.obstacle(content(value)).map(reason -> "the value has " + reason))
                    .or(() -> tooLong("the value", JsonWriter.write(value), VALUE_SIZE_MAX));
        }
        return value instanceof JsonValue.Text text
                ? obstacle("the name of the cluster", text.value())
                : Optional.of("the name of the cluster is " + value.kind() + " and should be a text");
    }

    private static Optional<String> obstacle(String what, String name) {
        return name.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)
                ? Optional.of(what + " is no text in Unicode")
                : tooLong(what, name, NAME_SIZE_MAX);
    }

    private static Optional<String> tooLong(String what, String text, int sizeMax) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        return size <= sizeMax ? Optional.empty() : Optional.of(what + " has " + size + " bytes, more than " + sizeMax);
    }

    /** Sets one, in the place of what it was. */
    public CompletableFuture<Void> set(String name, JsonValue value, String by) {
        obstacle(name, value).ifPresent(reason -> {
            throw AdminException.invalid(reason);
        });
        GlobalParameterDefinition definition = definition(name, value);
        CompletableFuture<Void> stored = definitions.change(describe(name), () -> Change.defining(definition, () -> {
            take(definition);
            log(name);
        }));
        emit("parameter.set", headers(name).put(VALUE, definition.content().get(VALUE)), by);
        return stored;
    }

    /** Takes one away. */
    public CompletableFuture<Void> clear(String name, String by) {
        CompletableFuture<Void> stored = definitions.change(describe(name), () -> {
            GlobalParameterDefinition gone = byName.get(name);
            if (gone == null) {
                throw AdminException.invalid("Parameter does not exist");
            }
            return new Change(List.of(), List.of(gone), () -> {
                byName.remove(name);
                clusterName = name.equals(CLUSTER_NAME) ? nodeName : clusterName;
                LOG.info("Cleared global parameter '{}'", name);
            });
        });
        emit("parameter.cleared", headers(name), by);
        return stored;
    }

    private void take(GlobalParameterDefinition definition) {
        byName.put(definition.name(), definition);
        if (definition.name().equals(CLUSTER_NAME) && definition.content().get(VALUE) instanceof FieldValue.LongString text) {
            clusterName = text.text();
        }
    }

    private void log(String name) {
        if (name.equals(CLUSTER_NAME)) {
            LOG.info("Setting cluster name to '{}'", clusterName);
        } else if (NOTES.contains(name)) {
            LOG.info("Setting global parameter '{}'", name);
        } else {
            LOG.warn("global parameter '{}' is kept, and means nothing here", name);
        }
    }

    private static String describe(String name) {
        return "global parameter '" + name + "'";
    }

    private static GlobalParameterDefinition definition(String name, JsonValue value) {
        return new GlobalParameterDefinition(name, JsonTables.table(content(value)));
    }

    private static JsonValue.Members content(JsonValue value) {
        return JsonValue.object().put(VALUE, value).build();
    }

    private static JsonValue value(GlobalParameterDefinition definition) {
        return JsonTables.json(definition.content()).get(VALUE);
    }

    private static FieldTable.Builder headers(String name) {
        return FieldTable.builder().put("component", "global").put("name", name);
    }

    private void emit(String event, FieldTable.Builder headers, String by) {
        if (events.wanted()) {
            events.emit(new BrokerEvent.Other(event, headers.put("user_who_performed_action", FieldValue.text(by)).build()));
        }
    }
}
