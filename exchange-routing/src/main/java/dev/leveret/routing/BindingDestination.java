package dev.leveret.routing;

/** Where a binding leads: a queue or another exchange. Two are the same only if they are one object. */
public sealed interface BindingDestination permits RouteTarget, Exchange {

    /** Its name within the virtual host. */
    String name();

    /** Whether it outlives a restart; a binding does only if both its ends do. */
    boolean durable();
}
