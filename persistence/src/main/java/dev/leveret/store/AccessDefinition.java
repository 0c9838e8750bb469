package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;
import java.util.List;

/** Who may log in, and what he may do then. The store does not look into any of it. */
public sealed interface AccessDefinition extends Definition {

    /** Calls the method for its kind. */
    void accept(AccessVisitor visitor);

    @Override
    default void accept(DefinitionVisitor visitor) {
        accept((AccessVisitor) visitor);
    }

    /**
     * A user. The name is the identity.
     *
     * @param hash of the password with its salt, as its algorithm has it; empty: nobody can log in with a password
     * @param algorithm that has made the hash
     * @param tags at most {@link #TAGS_MAX}
     * @param limits how many connections and channels he may have, by their names
     */
    record User(String name, String hash, String algorithm, List<String> tags, FieldTable limits)
            implements AccessDefinition {

        /** How many tags there is room for. */
        public static final int TAGS_MAX = 65_535;

        /** @throws IllegalArgumentException if there are more tags than that */
        public User {
            tags = List.copyOf(tags);
            if (tags.size() > TAGS_MAX) {
                throw new IllegalArgumentException("a user has " + TAGS_MAX + " tags at most, not " + tags.size());
            }
        }

        /** Without limits. */
        public User(String name, String hash, String algorithm, List<String> tags) {
            this(name, hash, algorithm, tags, FieldTable.EMPTY);
        }

        @Override
        public void accept(AccessVisitor visitor) {
            visitor.user(this);
        }

        /** Without the hash, which belongs in no log. */
        @Override
        public String toString() {
            return "User[name=" + name + ", algorithm=" + algorithm + ", tags=" + tags + ", limits=" + limits + "]";
        }
    }

    /** What a user may do in a virtual host, as regular expressions for names. User and virtual host are the identity. */
    record Permission(String user, String vhost, String configure, String write, String read)
            implements AccessDefinition {

        @Override
        public void accept(AccessVisitor visitor) {
            visitor.permission(this);
        }
    }

    /** Which routing keys a user may use with a topic exchange. User, virtual host and exchange are the identity. */
    record TopicPermission(String user, String vhost, String exchange, String write, String read)
            implements AccessDefinition {

        @Override
        public void accept(AccessVisitor visitor) {
            visitor.topicPermission(this);
        }
    }
}
