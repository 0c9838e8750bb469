package dev.leveret.server.vhost;

import dev.leveret.server.loop.BrokerLoops;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual hosts of the broker by name. From any thread. */
public final class VirtualHosts {

    private final Map<String, VirtualHost> byName = new ConcurrentHashMap<>();
    private final DefinitionLog log;
    private final BrokerLoops loops;

    VirtualHosts(DefinitionLog log, BrokerLoops loops) {
        this.log = log;
        this.loops = loops;
    }

    /** The virtual host of that name, or null. */
    public VirtualHost find(String name) {
        return byName.get(name);
    }

    /** All of them; a view that follows changes. */
    public Collection<VirtualHost> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The virtual host of that name, made if there is none. */
    public VirtualHost open(String name) {
        return byName.computeIfAbsent(name, absent -> new VirtualHost(absent, log, loops));
    }
}
