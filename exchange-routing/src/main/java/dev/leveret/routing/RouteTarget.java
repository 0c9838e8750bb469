package dev.leveret.routing;

/**
 * A queue, as far as routing is concerned. Routing never looks inside, and tells targets apart by identity:
 * a queue that is deleted and declared again is another target.
 */
public non-sealed interface RouteTarget extends BindingDestination {}
