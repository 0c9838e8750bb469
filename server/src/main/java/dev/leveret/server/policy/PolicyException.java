package dev.leveret.server.policy;

/** A policy cannot be. The message is one line in RabbitMQ's words. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PolicyException(String message) {
        super(message);
    }
}
