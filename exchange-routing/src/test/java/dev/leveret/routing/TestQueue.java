package dev.leveret.routing;

/** A queue that is nothing but a name. */
final class TestQueue implements RouteTarget {

    private final String name;
    private final boolean durable;

    TestQueue(String name, boolean durable) {
        this.name = name;
        this.durable = durable;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public String toString() {
        return name;
    }
}
