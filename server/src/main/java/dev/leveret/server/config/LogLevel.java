package dev.leveret.server.config;

/** The least important lines that are still logged, named as in RabbitMQ's configuration. */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY,
    NONE
}
