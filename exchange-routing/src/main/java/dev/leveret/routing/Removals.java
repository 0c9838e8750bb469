package dev.leveret.routing;

import java.util.List;

/**
 * What a deletion has taken away, all that followed from it included, for whoever keeps a durable record.
 *
 * @param exchanges the deleted exchanges, each after the one whose loss led to its own
 * @param bindings the bindings that are gone, those of the deleted exchanges included
 */
public record Removals(List<Exchange> exchanges, List<Binding> bindings) {

    /** Nothing was there. */
    public static final Removals NONE = new Removals(List.of(), List.of());

    public Removals {
        exchanges = List.copyOf(exchanges);
        bindings = List.copyOf(bindings);
    }

    public boolean isEmpty() {
        return exchanges.isEmpty() && bindings.isEmpty();
    }
}
