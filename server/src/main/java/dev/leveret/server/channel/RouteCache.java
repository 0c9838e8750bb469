package dev.leveret.server.channel;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.AddressCache;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.routing.Destinations;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.ReplyAddresses;
import dev.leveret.server.vhost.VirtualHost;
import java.util.stream.IntStream;

/**
 * Finds where a message goes, and remembers it for the next one of the same address, so that a steady publisher costs two
 * comparisons and no look at any name.
 *
 * <p>One per connection, beside its {@link AddressCache} and indexed like that. Equal addresses are one object as long as
 * that cache keeps them, and the topology's version tells when an entry is out of date. Where headers had a say the
 * content header has to be the same object too. Where the result is good for one message only it is not kept.
 */
public final class RouteCache {

    /** @param header null: it had no say */
    private record Entry(Address address, ContentHeader header, long version, Route route) {}

    private static final Entry[] NONE = {};
    private static final String[] NOBODY = {};

    private final VirtualHost vhost;
    private final BrokerLoop loop;
    private final Topology topology;
    private final Destinations destinations = new Destinations();

    /** Made at the first publish: most connections of some programs never do. */
    private Entry[] entries = NONE;

    private Message routed;

    /**
     * For one connection to this virtual host.
     *
     * @param loop of the connection
     */
    public RouteCache(VirtualHost vhost, BrokerLoop loop) {
        this.vhost = vhost;
        this.loop = loop;
        this.topology = vhost.topology();
    }

    /**
     * Routes a message; {@link #routed} is what is to be enqueued.
     *
     * @throws dev.leveret.amqp.error.AmqpException 404 if there is no such exchange, 403 if it is internal, 406 if CC or
     *     BCC is malformed
     */
    Route route(Message message) {
        return route(message, true);
    }

    /**
     * The same; if exchanges that deduplicate are not to decide, and it makes a difference, the message has to be routed again.
     *
     * @param decides whether they are
     */
    Route route(Message message, boolean decides) {
        routed = message;
        Address address = message.address();
        int index = address.hash() & AddressCache.SIZE - 1;
        long version = topology.version();
        if (entries.length != 0) {
            Entry entry = entries[index];
            if (entry != null
                    && entry.address == address
                    && entry.version == version
                    && isGoodFor(entry, message.header())) {
                return entry.route;
            }
        }
        return find(message, index, version, decides);
    }

    /** Throws what {@link #route} would for the exchange alone: 404 if there is none, 403 if it is internal. */
    void requirePublishable(Message message) {
        topology.requirePublishable(message.address().exchange());
    }

    /** The message that was routed last, without what only the router may see. */
    Message routed() {
        return routed;
    }

    private static boolean isGoodFor(Entry entry, ContentHeader header) {
        return entry.header == header || entry.header == null && !Router.selectsKeys(header);
    }

    private Route find(Message message, int index, long version, boolean decides) {
        Address address = message.address();
        Exchange exchange = topology.requirePublishable(address.exchange());
        destinations.decides(decides);
        vhost.router().route(exchange, message, destinations);
        routed = destinations.message();
        Route route = Route.of(
                destinations,
                address.exchange().isEmpty() ? replyAddresses() : NOBODY,
                vhost.delays().of(destinations, loop),
                vhost.keys().broughtBy(destinations));
        if (routed == message && !destinations.onlyForThisMessage()) {
            remember(index, new Entry(address, headerOf(message), version, route));
        }
        destinations.clear();
        return route;
    }

    private ContentHeader headerOf(Message message) {
        boolean had = destinations.dependsOnHeaders() || Router.selectsKeys(message.header());
        return had ? message.header() : null;
    }

    private void remember(int index, Entry entry) {
        if (entries.length == 0) {
            entries = new Entry[AddressCache.SIZE];
        }
        entries[index] = entry;
    }

    /** Those among the message's keys, in CC and BCC too, as in RabbitMQ. */
    private String[] replyAddresses() {
        return IntStream.range(0, destinations.keyCount())
                .mapToObj(destinations::key)
                .filter(ReplyAddresses::isAddress)
                .distinct()
                .toArray(String[]::new);
    }
}
