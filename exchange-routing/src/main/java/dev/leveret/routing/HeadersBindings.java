package dev.leveret.routing;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.headers.HeaderPattern;
import dev.leveret.routing.structure.PublishedSet;
import java.util.HashMap;
import java.util.Map;

/** A headers exchange: a binding's arguments are a pattern for the message's headers, its key means nothing. */
final class HeadersBindings implements BindingTable {

    private record Rule(HeaderPattern pattern, BindingDestination destination) {}

    private final PublishedSet<Rule> rules = new PublishedSet<>();

    /** The writer's alone. */
    private final Map<Binding, Rule> ruleOf = new HashMap<>();

    @Override
    public void requireValid(Binding binding) {
        HeaderPattern.of(binding.arguments());
    }

    @Override
    public void add(Binding binding) {
        Rule rule = new Rule(HeaderPattern.of(binding.arguments()), binding.destination());
        ruleOf.put(binding, rule);
        rules.add(rule);
    }

    @Override
    public void remove(Binding binding) {
        rules.remove(ruleOf.remove(binding));
    }

    @Override
    public void route(Destinations out) {
        FieldTable headers = out.headers();
        rules.forEach(rule -> {
            if (rule.pattern().matches(headers)) {
                out.sink().accept(rule.destination());
            }
        });
    }
}
