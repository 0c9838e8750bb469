package dev.leveret.server.config;

import java.util.Arrays;
import java.util.Optional;

/** RabbitMQ's command-line tools, each of which can be the first word of a command. */
public enum Tool {
    RABBITMQCTL("rabbitmqctl"),
    DIAGNOSTICS("rabbitmq-diagnostics"),
    PLUGINS("rabbitmq-plugins"),
    QUEUES("rabbitmq-queues"),
    ADMIN("rabbitmqadmin");

    private final String word;

    Tool(String word) {
        this.word = word;
    }

    /** The name that it is called by. */
    public String word() {
        return word;
    }

    /** The one of that name. */
    public static Optional<Tool> named(String word) {
        return Arrays.stream(values()).filter(tool -> tool.word.equals(word)).findFirst();
    }
}
