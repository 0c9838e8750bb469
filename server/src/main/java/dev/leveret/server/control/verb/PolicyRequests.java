package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.List;
import java.util.Map;

/** Setting, clearing and listing policies, with the arguments and the output of rabbitmqctl. */
public final class PolicyRequests {

    private final VirtualHosts hosts;

    public PolicyRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("set_policy", (words, out) -> set(PolicyKind.USER, words, out));
        verbs.put("clear_policy", (words, out) -> clear(PolicyKind.USER, words, out));
        verbs.put("list_policies", (words, out) -> list(PolicyKind.USER, words, out));
        verbs.put("set_operator_policy", (words, out) -> set(PolicyKind.OPERATOR, words, out));
        verbs.put("clear_operator_policy", (words, out) -> clear(PolicyKind.OPERATOR, words, out));
        verbs.put("list_operator_policies", (words, out) -> list(PolicyKind.OPERATOR, words, out));
    }

    private void set(PolicyKind kind, CommandWords words, Output out) throws RequestException {
        List<String> arguments = words.arguments();
        int priority = priority(words);
        out.tell("Setting " + noun(kind) + " \"" + arguments.getFirst() + "\" for pattern \"" + arguments.get(1)
                + "\" to \"" + arguments.get(2) + "\" with priority \"" + priority + "\" for vhost \"" + words.vhost()
                + "\" ...");
        VirtualHost host = Answers.host(hosts, words);
        try {
            Policy policy = new Policy(
                    kind,
                    arguments.getFirst(),
                    arguments.get(1),
                    ApplyTo.require(words.option("apply-to", ApplyTo.ALL.word())),
                    priority,
                    JsonWords.table(arguments.get(2)));
            Answers.await(host.policies().set(policy));
        } catch (PolicyException e) {
            throw JsonWords.invalid(e.getMessage());
        }
    }

    private void clear(PolicyKind kind, CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        String what = kind == PolicyKind.USER ? "policy" : "operator policy";
        out.tell("Clearing " + what + " \"" + name + "\" on vhost \"" + words.vhost() + "\" ...");
        VirtualHost host = hosts.find(words.vhost());
        if (host == null || !Answers.await(host.policies().clear(kind, name))) {
            throw new RequestException(ExitCode.UNAVAILABLE, "Parameter does not exist");
        }
    }

    private void list(PolicyKind kind, CommandWords words, Output out) throws RequestException {
        String what = kind == PolicyKind.USER ? "policies" : "operator policy overrides";
        out.tell("Listing " + what + " for vhost \"" + words.vhost() + "\" ...");
        VirtualHost host = Answers.host(hosts, words);
        List<List<JsonValue>> rows = host.policies().list(kind).stream()
                .map(policy -> List.<JsonValue>of(
                        new JsonValue.Text(host.name()),
                        new JsonValue.Text(policy.name()),
                        new JsonValue.Text(policy.pattern()),
                        new JsonValue.Text(policy.applyTo().word()),
                        new JsonValue.Text(JsonWords.text(policy.definition())),
                        new JsonValue.Whole(policy.priority())))
                .toList();
        out.table(List.of("vhost", "name", "pattern", "apply-to", "definition", "priority"), rows);
    }

    private static String noun(PolicyKind kind) {
        return kind == PolicyKind.USER ? "policy" : "operator policy override";
    }

    private static int priority(CommandWords words) throws RequestException {
        try {
            return Integer.parseInt(words.option("priority", "0"));
        } catch (NumberFormatException e) {
            throw words.invalid(List.of("priority"));
        }
    }
}
