package dev.leveret.server.event;

/**
 * This run of the broker, as RabbitMQ's clients know nodes, and what its parts are called: where RabbitMQ names an Erlang
 * process there is a name of the same look, unique in this run.
 *
 * @param name such as {@code leveret@host}
 * @param startSeconds when it was started, seconds since 1970
 */
public record NodeIdentity(String name, long startSeconds) {

    private static final int CONNECTION = 0;
    private static final int CHANNEL = 1;

    /** What stands for the process of the connection with this id. */
    public String connection(long id) {
        return process(id, CONNECTION);
    }

    /** What stands for the process of the channel with this id, which counts the channels of all connections. */
    public String channel(long id) {
        return process(id, CHANNEL);
    }

    private String process(long id, int kind) {
        return "<" + name + "." + startSeconds + "." + id + "." + kind + ">";
    }
}
