package dev.leveret.benchmarks;

import dev.leveret.routing.RouteTarget;

/** A queue of which routing needs no more than that it is there. */
record BenchQueue(String name, boolean durable) implements RouteTarget {}
