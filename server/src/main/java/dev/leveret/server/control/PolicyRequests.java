package dev.leveret.server.control;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.UnwrittenException;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Setting, clearing and listing policies, with the arguments and the output of rabbitmqctl. */
public final class PolicyRequests {

    private static final Set<String> VHOST = Set.of("vhost");
    private static final Set<String> TO_SET = Set.of("vhost", "priority", "apply-to");

    private final VirtualHosts hosts;

    public PolicyRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    String set(PolicyKind kind, CommandWords words) throws RequestException {
        List<String> arguments = words.arguments(List.of("<name>", "<pattern>", "<definition>"), TO_SET);
        int priority = priority(words.option("priority", "0"));
        VirtualHost host = host(words);
        try {
            Policy policy = new Policy(
                    kind,
                    arguments.getFirst(),
                    arguments.get(1),
                    ApplyTo.require(words.option("apply-to", ApplyTo.ALL.word())),
                    priority,
                    definition(arguments.get(2)));
            await(host.policies().set(policy));
        } catch (PolicyException e) {
            throw new RequestException("Validation failed: " + e.getMessage(), e);
        }
        return told(words, "Setting " + noun(kind) + " \"" + arguments.getFirst() + "\" for pattern \"" + arguments.get(1)
                + "\" to \"" + arguments.get(2) + "\" with priority \"" + priority + "\" for vhost \"" + host.name()
                + "\" ...");
    }

    String clear(PolicyKind kind, CommandWords words) throws RequestException {
        String name = words.arguments(List.of("<name>"), VHOST).getFirst();
        VirtualHost host = host(words);
        if (!await(host.policies().clear(kind, name))) {
            throw new RequestException("Parameter does not exist");
        }
        String what = kind == PolicyKind.USER ? "policy" : "operator policy";
        return told(words, "Clearing " + what + " \"" + name + "\" on vhost \"" + host.name() + "\" ...");
    }

    String list(PolicyKind kind, CommandWords words) throws RequestException {
        words.arguments(List.of(), VHOST);
        VirtualHost host = host(words);
        List<String> lines = new ArrayList<>();
        if (words.isTold()) {
            String what = kind == PolicyKind.USER ? "policies" : "operator policy overrides";
            lines.add("Listing " + what + " for vhost \"" + host.name() + "\" ...");
        }
        List<Policy> policies = host.policies().list(kind);
        if (words.hasHeaders() && !policies.isEmpty()) {
            lines.add("vhost\tname\tpattern\tapply-to\tdefinition\tpriority");
        }
        for (Policy policy : policies) {
            lines.add(String.join("\t", host.name(), policy.name(), policy.pattern(), policy.applyTo().word(),
                    JsonWriter.write(JsonTables.json(policy.definition())), Integer.toString(policy.priority())));
        }
        return String.join("\n", lines);
    }

    private static String noun(PolicyKind kind) {
        return kind == PolicyKind.USER ? "policy" : "operator policy override";
    }

    private static String told(CommandWords words, String line) {
        return words.isTold() ? line : "";
    }

    private VirtualHost host(CommandWords words) throws RequestException {
        String name = words.option("vhost", "/");
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new RequestException("Virtual host '" + name + "' does not exist");
        }
        return host;
    }

    private static int priority(String text) throws RequestException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RequestException("Invalid options for this command: --priority : " + text, e);
        }
    }

    private static FieldTable definition(String text) throws RequestException {
        try {
            if (JsonReader.read(text) instanceof JsonValue.Members members) {
                Optional<String> obstacle = JsonTables.obstacle(members);
                if (obstacle.isPresent()) {
                    throw new RequestException("Validation failed: a definition with " + obstacle.get());
                }
                return JsonTables.table(members);
            }
            throw new RequestException("Validation failed: a definition is a JSON object");
        } catch (JsonException e) {
            throw new RequestException("JSON decoding error. Reason: " + e.getMessage(), e);
        }
    }

    private static <T> T await(CompletableFuture<T> change) throws RequestException {
        try {
            return change.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnwrittenException unwritten) {
                throw new RequestException(unwritten.getMessage(), e);
            }
            throw e;
        }
    }
}
