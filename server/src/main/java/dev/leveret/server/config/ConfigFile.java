package dev.leveret.server.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of {@code key = value} lines. Source: RabbitMQ doc page "configure", sections on rabbitmq.conf, on its folder
 * {@code conf.d} and on variables in values.
 */
final class ConfigFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    /** What a file is that RabbitMQ has had before 3.7. */
    static final String IN_ERLANG = "is in Erlang's terms, which cannot be read; write what it sets as key = value lines of"
            + " rabbitmq.conf";

    /** Editors of Windows begin a file in UTF-8 with it. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** What {@code $(NAME)} in a value stands for. */
    private final Map<String, String> environment;

    ConfigFile(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Sets what a file says, or what all {@code *.conf} files of a folder say, in the order of their names. What is wrong with a
     * line is {@link RawSettings#collect collected}.
     *
     * @throws ConfigException if a file cannot be read
     */
    void read(Path path, RawSettings into) {
        if (!Files.isDirectory(path)) {
            readFile(path, into);
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(file -> readFile(file, into));
        } catch (IOException e) {
            throw new ConfigException(path + ": cannot be read: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage();
        };
    }

    private void readFile(Path file, RawSettings into) {
        List<String> lines = lines(file);
        if (isErlang(lines)) {
            throw new ConfigException(file + " " + IN_ERLANG);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i)).strip();
            if (!line.isEmpty()) {
                String where = file + ":" + (i + 1);
                into.collect(() -> setFrom(line, where, into));
            }
        }
    }

    private void setFrom(String line, String where, RawSettings into) {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            throw new ConfigException(where + ": " + beginning(line) + " is not of the form key = value");
        }
        String value = withVariables(unquoted(line.substring(equals + 1).strip()), where);
        into.set(line.substring(0, equals).strip(), value, where);
    }

    /** What may be shown of a line that is none: there may be a password in it. */
    static String beginning(String line) {
        String word = line.split("[^\\w.]", 2)[0];
        return SettingKeys.find(word).isPresent() ? "'" + word + "'" : "it";
    }

    private static boolean isErlang(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> line.startsWith("[") || line.startsWith("%"))
                .isPresent();
    }

    private String withVariables(String value, String where) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            String variable = environment.get(found.group(1));
            if (variable == null) {
                throw new ConfigException(where + ": the environment variable " + found.group(1) + " is not set");
            }
            return Matcher.quoteReplacement(variable);
        });
    }

    /** All of a file. */
    static String text(Path file) {
        return String.join("\n", lines(file));
    }

    private static List<String> lines(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty() && lines.getFirst().startsWith(BYTE_ORDER_MARK)) {
                lines.set(0, lines.getFirst().substring(BYTE_ORDER_MARK.length()));
            }
            return lines;
        } catch (MalformedInputException e) {
            throw new ConfigException(file + ": is not a text in UTF-8");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + reason(e));
        }
    }

    /** A comment goes from {@code #} to the end of the line; {@code \#} and one within quotes are none. */
    private static String withoutComment(String line) {
        StringBuilder kept = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '#') {
                kept.append('#');
                i++;
                continue;
            }
            if (c == '\'') {
                quoted = !quoted && line.indexOf('\'', i + 1) > 0;
            } else if (c == '#' && !quoted) {
                break;
            }
            kept.append(c);
        }
        return kept.toString();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
