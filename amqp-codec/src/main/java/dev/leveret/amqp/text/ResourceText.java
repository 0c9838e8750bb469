package dev.leveret.amqp.text;

/** How reply texts name the things of a virtual host. */
public final class ResourceText {

    private ResourceText() {}

    /** {@code exchange 'e' in vhost '/'}. */
    public static String exchange(String name, String vhost) {
        return "exchange '" + name + "' in vhost '" + vhost + "'";
    }

    /** {@code queue 'q' in vhost '/'}. */
    public static String queue(String name, String vhost) {
        return "queue '" + name + "' in vhost '" + vhost + "'";
    }
}
