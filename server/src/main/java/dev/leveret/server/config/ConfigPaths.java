package dev.leveret.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of RabbitMQ's are read: those that its environment variables name, and no others. Source: RabbitMQ doc page
 * "configure", sections on locations and on environment variables.
 */
final class ConfigPaths {

    private static final String MAIN = "RABBITMQ_CONFIG_FILE";
    private static final String FOLDER = "RABBITMQ_CONFIG_FILES";
    private static final String ADVANCED = "RABBITMQ_ADVANCED_CONFIG_FILE";

    private static final String EXTENSION = ".conf";
    private static final String ERLANG_EXTENSION = ".config";
    private static final String WILDCARD = "/*" + EXTENSION;

    /** Erlang's comments go to the end of the line. */
    private static final Pattern ERLANG_COMMENTS = Pattern.compile("%.*|\\s");

    private ConfigPaths() {}

    /**
     * Files and folders, in the order in which they are read. One that is not there is told of, and that is all: for RabbitMQ it is no
     * error. One that cannot be read since it is in Erlang's terms is {@link RawSettings#collect collected}.
     */
    static List<Path> of(Map<String, String> environment, RawSettings raw) {
        List<Path> paths = new ArrayList<>();
        String variables = environment.getOrDefault(EnvironmentFile.VARIABLE, "");
        if (!variables.isBlank() && !Files.isRegularFile(Path.of(variables))) {
            raw.remark(EnvironmentFile.VARIABLE + ": there is no file " + variables);
        }
        String main = environment.getOrDefault(MAIN, "");
        if (!main.isBlank()) {
            raw.collect(() -> main(main).ifPresentOrElse(paths::add, () -> raw.remark(MAIN + ": there is no file " + main)));
        }
        String folder = environment.getOrDefault(FOLDER, "");
        if (!folder.isBlank()) {
            folder(folder).ifPresentOrElse(paths::add, () -> raw.remark(FOLDER + ": there is no folder " + folder));
        }
        String advanced = environment.getOrDefault(ADVANCED, "");
        if (!advanced.isBlank()) {
            raw.collect(() -> requireEmpty(Path.of(advanced)));
        }
        return paths;
    }

    /** RabbitMQ adds the extension if there is none. */
    private static Optional<Path> main(String name) {
        Path erlang = Path.of(name.endsWith(ERLANG_EXTENSION) ? name : name + ERLANG_EXTENSION);
        Path plain = Path.of(name);
        Path withExtension = Path.of(name.endsWith(EXTENSION) ? name : name + EXTENSION);
        if (Files.isRegularFile(withExtension)) {
            return Optional.of(withExtension);
        }
        if (Files.isRegularFile(erlang)) {
            throw inErlang(MAIN, erlang);
        }
        return Files.isRegularFile(plain) ? Optional.of(plain) : Optional.empty();
    }

    private static Optional<Path> folder(String name) {
        boolean isPattern = name.endsWith(WILDCARD);
        Path folder = Path.of(isPattern ? name.substring(0, name.length() - WILDCARD.length()) : name);
        boolean isThere = isPattern ? Files.isDirectory(folder) : Files.exists(folder); // one file is taken, as RabbitMQ takes it
        return isThere ? Optional.of(folder) : Optional.empty();
    }

    /** An advanced.config is often there and has nothing in it. */
    private static void requireEmpty(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        String text = ERLANG_COMMENTS.matcher(ConfigFile.text(file)).replaceAll("");
        if (!text.isEmpty() && !text.equals("[].")) {
            throw inErlang(ADVANCED, file);
        }
    }

    private static ConfigException inErlang(String variable, Path file) {
        return new ConfigException(variable + ": " + file + " " + ConfigFile.IN_ERLANG);
    }
}
