package dev.leveret.server.config;

/** A setting that cannot be used. Its message is one line, made for whoever wrote the setting. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String line) {
        super(line);
    }
}
