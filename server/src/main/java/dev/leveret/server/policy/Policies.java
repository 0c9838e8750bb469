package dev.leveret.server.policy;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.pattern.BoundedPattern;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The policies of one virtual host. Changed by one thread at a time, which the caller sees to; asked from any thread, which
 * sees each change whole.
 */
public final class Policies {

    private record Compiled(Policy policy, BoundedPattern pattern) {

        boolean fits(String name) {
            return pattern.isIn(name);
        }
    }

    /** The first that fits is the one that applies. RabbitMQ does not say which of two of one priority that is: it goes by a hash. */
    private static int firstIsBest(Compiled one, Compiled other) {
        int order = Integer.compare(other.policy.priority(), one.policy.priority());
        return order == 0 ? one.policy.name().compareTo(other.policy.name()) : order;
    }

    private final Map<PolicyKind, TreeMap<String, Compiled>> byName = new EnumMap<>(PolicyKind.class);
    private volatile List<Compiled> users = List.of();
    private volatile List<Compiled> operators = List.of();

    public Policies() {
        for (PolicyKind kind : PolicyKind.values()) {
            byName.put(kind, new TreeMap<>());
        }
    }

    /** Puts a valid policy in the place of the one of its kind and name. */
    public void put(Policy policy) {
        byName.get(policy.kind()).put(policy.name(), new Compiled(policy, BoundedPattern.kept(policy.pattern())));
        publish(policy.kind());
    }

    /** Takes a policy away. Empty if there is none of that name. */
    public Optional<Policy> remove(PolicyKind kind, String name) {
        Compiled removed = byName.get(kind).remove(name);
        publish(kind);
        return Optional.ofNullable(removed).map(Compiled::policy);
    }

    private void publish(PolicyKind kind) {
        Collection<Compiled> all = byName.get(kind).values();
        List<Compiled> inOrder = all.stream().sorted(Policies::firstIsBest).toList();
        if (kind == PolicyKind.USER) {
            users = inOrder;
        } else {
            operators = inOrder;
        }
    }

    /** All of a kind, by priority from low to high and then by name, as RabbitMQ's tools list them. */
    public List<Policy> list(PolicyKind kind) {
        return of(kind).stream()
                .map(Compiled::policy)
                .sorted(Comparator.comparingInt(Policy::priority).thenComparing(Policy::name))
                .toList();
    }

    /** The one of that kind and name. */
    public Optional<Policy> find(PolicyKind kind, String name) {
        return of(kind).stream().map(Compiled::policy).filter(policy -> policy.name().equals(name)).findFirst();
    }

    /**
     * What applies to a queue.
     *
     * @param type in the words of {@code x-queue-type}
     */
    public EffectivePolicy ofQueue(String name, String type) {
        return merged(bestForQueue(users, name, type), bestForQueue(operators, name, type));
    }

    /** What applies to an exchange. */
    public EffectivePolicy ofExchange(String name) {
        return merged(bestForExchange(users, name), bestForExchange(operators, name));
    }

    private List<Compiled> of(PolicyKind kind) {
        return kind == PolicyKind.USER ? users : operators;
    }

    private static Policy bestForQueue(List<Compiled> inOrder, String name, String type) {
        for (Compiled each : inOrder) {
            if (each.policy.applyTo().isForQueues(type) && suits(each.policy, type) && each.fits(name)) {
                return each.policy;
            }
        }
        return null;
    }

    private static boolean suits(Policy policy, String type) {
        return policy.definition().entries().stream()
                .allMatch(entry -> PolicyKey.named(entry.name()).map(key -> key.isForType(type)).orElse(true));
    }

    private static Policy bestForExchange(List<Compiled> inOrder, String name) {
        for (Compiled each : inOrder) {
            if (each.policy.applyTo().isForExchanges() && each.fits(name)) {
                return each.policy;
            }
        }
        return null;
    }

    private static EffectivePolicy merged(Policy user, Policy operator) {
        if (user == null && operator == null) {
            return EffectivePolicy.NONE;
        }
        FieldTable definition = user == null ? FieldTable.EMPTY : user.definition();
        if (operator != null) {
            for (FieldTable.Entry limit : operator.definition().entries()) {
                FieldValue wanted = definition.get(limit.name());
                definition = definition.with(limit.name(), wanted == null ? limit.value() : stricter(wanted, limit.value()));
            }
        }
        return new EffectivePolicy(
                user == null ? null : user.name(), operator == null ? null : operator.name(), definition);
    }

    /** Of numbers the lower one, of which a negative one is no limit; of anything else what the operator says. */
    private static FieldValue stricter(FieldValue wanted, FieldValue limit) {
        if (wanted.integer().isEmpty() || limit.integer().isEmpty()) {
            return limit;
        }
        long ours = wanted.integer().getAsLong();
        long theirs = limit.integer().getAsLong();
        return theirs < 0 || ours >= 0 && ours < theirs ? wanted : limit;
    }
}
