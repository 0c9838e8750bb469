package dev.leveret.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ's file of environment variables, {@code rabbitmq-env.conf}, if a variable names one. For RabbitMQ it is a script of the
 * shell; lines that set a name to a value are what is read of it. Source: RabbitMQ doc page "configure", section on environment
 * variables.
 */
final class EnvironmentFile {

    /** Has the path. */
    static final String VARIABLE = "RABBITMQ_CONF_ENV_FILE";

    private static final String PREFIX = "RABBITMQ_";

    /** Whatever a shell would put something else for, or take as the end, is no value. */
    private static final Pattern LINE =
            Pattern.compile("(?:export\\s+)?([A-Za-z_]\\w*)=(?:'([^']*)'|\"([^\"$`\\\\]*)\"|([^\\s'\"$`\\\\;&|<>()]*))\\s*(?:#.*)?");

    private EnvironmentFile() {}

    /**
     * Variables, and below them those of the file that they name; the prefix may be missing there. A file that is not there is none.
     *
     * @param wrong is told of each line that is another one, or that the file cannot be read
     */
    static Map<String, String> under(Map<String, String> environment, Consumer<String> wrong) {
        Path file = Path.of(environment.getOrDefault(VARIABLE, "").strip());
        if (!Files.isRegularFile(file)) {
            return environment;
        }
        Map<String, String> all = new HashMap<>();
        List<String> lines = lines(file, wrong);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !put(line, all)) {
                wrong.accept(file + ":" + (i + 1)
                        + ": is not of the form NAME=value, which is all that is read of a script of the shell");
            }
        }
        environment.forEach((name, value) -> {
            if (!value.isBlank()) {
                all.put(name, value);
            }
        });
        return all;
    }

    private static List<String> lines(Path file, Consumer<String> wrong) {
        try {
            return ConfigFile.text(file).lines().toList();
        } catch (ConfigException e) {
            wrong.accept(e.getMessage());
            return List.of();
        }
    }

    /** False if it is no such line. */
    private static boolean put(String line, Map<String, String> into) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return false;
        }
        String name = found.group(1);
        String value = found.group(2) != null ? found.group(2) : found.group(3) != null ? found.group(3) : found.group(4);
        into.put(name.startsWith(PREFIX) ? name : PREFIX + name, value);
        return true;
    }
}
