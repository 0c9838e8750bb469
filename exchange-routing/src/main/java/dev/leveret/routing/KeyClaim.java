package dev.leveret.routing;

import dev.leveret.routing.kept.KeyLease;

/** A message has brought a key to an exchange that had not seen it. */
public record KeyClaim(Exchange exchange, KeyLease lease) {

    /** The message is refused: the key counts as not seen. */
    public void withdraw() {
        exchange.seenKeys().withdraw(lease);
    }
}
