package dev.leveret.server.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file of {@code key = value} lines. Source: RabbitMQ doc page "configure", section on rabbitmq.conf. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * Sets what the file says.
     *
     * @throws ConfigException if it cannot be read, or a line is none
     */
    static void read(Path file, RawSettings into) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i)).strip();
            if (!line.isEmpty()) {
                setFrom(line, file.getFileName() + ":" + (i + 1), into);
            }
        }
    }

    private static void setFrom(String line, String where, RawSettings into) {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            throw new ConfigException(where + ": '" + line + "' is not of the form key = value");
        }
        into.set(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()), where);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new ConfigException(file + ": is not a text in UTF-8");
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": cannot be read: no such file");
        } catch (AccessDeniedException e) {
            throw new ConfigException(file + ": cannot be read: permission denied");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
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
