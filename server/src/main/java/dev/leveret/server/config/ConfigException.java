package dev.leveret.server.config;

/** Settings that cannot be used. Its message is a line for each, made for whoever wrote it. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String lines) {
        super(lines);
    }
}
