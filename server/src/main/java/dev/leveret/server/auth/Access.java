package dev.leveret.server.auth;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.server.pattern.BoundedPattern;
import dev.leveret.store.AccessDefinition.Permission;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the user of one connection may do in its virtual host (RabbitMQ's page "Access Control"). Follows changes of the permission. Owned
 * by the connection's loop.
 *
 * <p>Whoever may do everything costs a comparison; of anybody else the answers for the last names are kept.
 */
public final class Access {

    private static final String EVERYTHING = ".*";

    /** Answers that are kept of each kind. */
    private static final int KEPT_MAX = 256;

    private final String user;
    private final String vhost;
    private final LongSupplier version;
    private final Supplier<Permission> permission;

    private long seen;
    private boolean unrestricted;
    private Right configure;
    private Right write;
    private Right read;

    /**
     * Of a user in a virtual host.
     *
     * @param version grows with every change of permissions
     * @param permission that he has now; null: none
     */
    Access(String user, String vhost, LongSupplier version, Supplier<Permission> permission) {
        this.user = user;
        this.vhost = vhost;
        this.version = version;
        this.permission = permission;
        load(version.getAsLong());
    }

    /** Of somebody who may do everything. */
    public static Access toEverything() {
        Permission all = new Permission("", "", EVERYTHING, EVERYTHING, EVERYTHING);
        return new Access("", "", () -> 0, () -> all);
    }

    private void load(long current) {
        Permission now = permission.get();
        seen = current;
        configure = new Right("configure", now == null ? "" : now.configure());
        write = new Right("write", now == null ? "" : now.write());
        read = new Right("read", now == null ? "" : now.read());
        unrestricted = configure.isEverything() && write.isEverything() && read.isEverything();
    }

    /** Whether there is nothing to check. */
    public boolean isUnrestricted() {
        long current = version.getAsLong();
        if (current != seen) {
            load(current);
        }
        return unrestricted;
    }

    /** Throws 403 unless he may make and delete a queue of that name. */
    public void configureQueue(String name) {
        require(configure, name, true);
    }

    /** Throws 403 unless he may make and delete an exchange of that name. */
    public void configureExchange(String name) {
        require(configure, name, false);
    }

    /** Throws 403 unless he may bind the queue. */
    public void writeQueue(String name) {
        require(write, name, true);
    }

    /** Throws 403 unless he may publish to the exchange, and bind it to others. */
    public void writeExchange(String name) {
        require(write, name, false);
    }

    /** Throws 403 unless he may consume from the queue and purge it. */
    public void readQueue(String name) {
        require(read, name, true);
    }

    /** Throws 403 unless he may bind something to the exchange. */
    public void readExchange(String name) {
        require(read, name, false);
    }

    private void require(Right right, String name, boolean isQueue) {
        // Permissions call the default exchange by this name, as RabbitMQ's do.
        String checked = isQueue || !name.isEmpty() ? name : "amq.default";
        if (!right.covers(checked)) {
            String resource = isQueue ? ResourceText.queue(checked, vhost) : ResourceText.exchange(checked, vhost);
            throw AmqpException.accessRefused("%s access to %s refused for user '%s'", right.word, resource, user);
        }
    }

    /** One of the three. */
    private static final class Right {

        private final String word;
        private final String expression;
        private final BoundedPattern pattern;
        private final Map<String, Boolean> answers = new HashMap<>();

        Right(String word, String expression) {
            this.word = word;
            this.expression = expression;
            // An empty expression is for nothing, not for everything.
            this.pattern = BoundedPattern.of(expression.isEmpty() ? "^$" : expression);
        }

        boolean isEverything() {
            return expression.equals(EVERYTHING);
        }

        boolean covers(String name) {
            Boolean known = answers.get(name);
            if (known != null) {
                return known;
            }
            if (answers.size() >= KEPT_MAX) {
                answers.clear();
            }
            boolean covers = pattern.isIn(name);
            answers.put(name, covers);
            return covers;
        }
    }
}
