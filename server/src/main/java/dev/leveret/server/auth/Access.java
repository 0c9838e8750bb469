package dev.leveret.server.auth;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the user of one connection may do in its virtual host (RabbitMQ's page "Access Control"). Follows changes of the permission
 * from the next question on. Owned by the connection's loop.
 *
 * <p>Whoever may do everything costs a comparison; of anybody else the answers for the last names are kept.
 */
public final class Access {

    /** What somebody is allowed to now. */
    interface Rights {

        /** Null: nothing. */
        Permission permission();

        /** For a few exchanges, each once. */
        List<TopicPermission> topicPermissions();

        /** Whether he may publish in the name of others. */
        boolean impersonates();
    }

    private static final String EVERYTHING = ".*";

    private final String user;
    private final String vhost;
    private final LongSupplier version;
    private final Rights rights;

    private long seen;
    private boolean unrestricted;
    private NamePattern configure;
    private NamePattern write;
    private NamePattern read;

    /** By exchange. */
    private Map<String, TopicRights> topics;

    /** @param version grows with every change of permissions */
    Access(String user, String vhost, LongSupplier version, Rights rights) {
        this.user = user;
        this.vhost = vhost;
        this.version = version;
        this.rights = rights;
        load(version.getAsLong());
    }

    /** Of somebody who may do everything. */
    public static Access toEverything() {
        Permission all = new Permission("", "", EVERYTHING, EVERYTHING, EVERYTHING);
        return new Access("", "", () -> 0, new Rights() {
            @Override
            public Permission permission() {
                return all;
            }

            @Override
            public List<TopicPermission> topicPermissions() {
                return List.of();
            }

            @Override
            public boolean impersonates() {
                return false;
            }
        });
    }

    /** Whether the user may put another one's name into {@code user_id}. */
    public boolean impersonates() {
        return rights.impersonates();
    }

    private void load(long current) {
        Permission now = rights.permission();
        configure = NamePattern.of(now == null ? "" : now.configure());
        write = NamePattern.of(now == null ? "" : now.write());
        read = NamePattern.of(now == null ? "" : now.read());
        topics = new HashMap<>();
        for (TopicPermission topic : rights.topicPermissions()) {
            topics.put(topic.exchange(), TopicRights.of(topic));
        }
        unrestricted = configure.isEverything() && write.isEverything() && read.isEverything() && topics.isEmpty();
        seen = current;
    }

    /** Whether there is nothing to check. */
    public boolean isUnrestricted() {
        long current = version.getAsLong();
        if (current != seen) {
            load(current);
        }
        return unrestricted;
    }

    /** Whether routing keys of a topic exchange of that name matter. Behind {@link #isUnrestricted}. */
    public boolean hasTopicsOf(String exchange) {
        return topics.containsKey(exchange);
    }

    /** Throws 403 unless he may make and delete a queue of that name. */
    public void configureQueue(String name) {
        require("configure", configure, name, true);
    }

    /** Throws 403 unless he may make and delete an exchange of that name. */
    public void configureExchange(String name) {
        require("configure", configure, name, false);
    }

    /** Throws 403 unless he may bind the queue. */
    public void writeQueue(String name) {
        require("write", write, name, true);
    }

    /** Throws 403 unless he may publish to the exchange, and bind it to others. */
    public void writeExchange(String name) {
        require("write", write, name, false);
    }

    /** Throws 403 unless he may consume from the queue and purge it. */
    public void readQueue(String name) {
        require("read", read, name, true);
    }

    /** Throws 403 unless he may bind something to the exchange. */
    public void readExchange(String name) {
        require("read", read, name, false);
    }

    /** Throws 403 unless he may publish with this key to the topic exchange. */
    public void writeTopic(String exchange, String key) {
        TopicRights topic = topics.get(exchange);
        if (topic != null && !topic.write().covers(key)) {
            throw refusedTopic("write", exchange, key);
        }
    }

    /** Throws 403 unless he may bind something to the topic exchange with this key. */
    public void readTopic(String exchange, String key) {
        TopicRights topic = topics.get(exchange);
        if (topic != null && !topic.read().covers(key)) {
            throw refusedTopic("read", exchange, key);
        }
    }

    private AmqpException refusedTopic(String right, String exchange, String key) {
        return AmqpException.accessRefused("%s access to topic '%s' in %s refused for user '%s'",
                right, key, ResourceText.exchange(exchange, vhost), user);
    }

    private void require(String right, NamePattern pattern, String name, boolean isQueue) {
        // Permissions call the default exchange by this name, as RabbitMQ's do.
        String checked = isQueue || !name.isEmpty() ? name : "amq.default";
        if (!pattern.covers(checked)) {
            String resource = isQueue ? ResourceText.queue(checked, vhost) : ResourceText.exchange(checked, vhost);
            throw AmqpException.accessRefused("%s access to %s refused for user '%s'", right, resource, user);
        }
    }

    /** For the keys of one topic exchange. */
    private record TopicRights(NamePattern write, NamePattern read) {

        static TopicRights of(TopicPermission permission) {
            return new TopicRights(
                    NamePattern.of(TopicPatterns.expand(permission.write(), permission.user(), permission.vhost())),
                    NamePattern.of(TopicPatterns.expand(permission.read(), permission.user(), permission.vhost())));
        }
    }
}
