package dev.leveret.server.logging;

import java.util.List;

/** RabbitMQ's categories of log lines, as far as there are lines of that kind, and whose lines they are. */
enum LogCategory {
    CONNECTION("connection", "dev.leveret.server.connection", "dev.leveret.server.net"),
    CHANNEL("channel", "dev.leveret.server.channel"),
    QUEUE("queue", "dev.leveret.server.vhost.StoredPages", "dev.leveret.server.vhost.DelayPages",
            "dev.leveret.server.vhost.DelayLines");

    private static final String DOMAIN = "rabbitmq";

    private final String word;
    private final List<String> loggers;

    LogCategory(String word, String... loggers) {
        this.word = word;
        this.loggers = List.of(loggers);
    }

    /** As in the key of its level. */
    String word() {
        return word;
    }

    /** Names of loggers; those below them count. */
    List<String> loggers() {
        return loggers;
    }

    /** RabbitMQ's name for where a logger's lines come from: {@code rabbitmq.connection}, or {@code rabbitmq} alone. */
    static String domain(String logger) {
        for (LogCategory category : values()) {
            for (String name : category.loggers) {
                if (logger.startsWith(name)) {
                    return DOMAIN + "." + category.word;
                }
            }
        }
        return DOMAIN;
    }
}
