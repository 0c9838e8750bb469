package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** rabbitmqadmin's configuration file: sections in brackets, each for a node, with {@code name = value}. */
public final class AdminConfig {

    private static final String USUAL_FILE = ".rabbitmqadmin.conf";
    private static final String USUAL_NODE = "default";

    /** What it says counts in every section. */
    private static final String FOR_ALL = "DEFAULT";

    private AdminConfig() {}

    /**
     * The words with the options of the file before them, so that those that were typed count.
     *
     * @param home where the file is looked for that need not be named
     * @throws RequestException if the file or the node that was named is not there, or the file says what nobody knows
     */
    public static List<String> before(List<String> given, Path home) throws RequestException {
        AdminWords words = AdminWords.of(given);
        Path file = words.has("config") ? Path.of(words.option("config", "")) : home.resolve(USUAL_FILE);
        if (!Files.isRegularFile(file)) {
            if (words.has("config")) {
                throw AdminUsage.misuse("Could not read config file '" + file + "'");
            }
            return given;
        }
        Map<String, Map<String, String>> sections = sections(file);
        String node = words.option("node", USUAL_NODE);
        if (!sections.containsKey(node)) {
            if (node.equals(USUAL_NODE)) {
                return given;
            }
            throw AdminUsage.misuse("Could not read section '" + node + "' in config file '" + file + "':\n   No section: '" + node + "'");
        }
        Map<String, String> values = new LinkedHashMap<>(sections.getOrDefault(FOR_ALL, Map.of()));
        values.putAll(sections.get(node));
        List<String> all = new ArrayList<>();
        values.forEach((name, value) -> option(name, value, all));
        all.addAll(given);
        return all;
    }

    private static Map<String, Map<String, String>> sections(Path file) throws RequestException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = null;
        for (String line : lines(file)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            String[] parts = text.split("[=:]", 2);
            if (text.startsWith("[") && text.endsWith("]")) {
                section = sections.computeIfAbsent(text.substring(1, text.length() - 1), absent -> new LinkedHashMap<>());
            } else if (section != null && parts.length == 2) {
                section.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            } else {
                throw AdminUsage.misuse("Could not read config file '" + file + "': " + text);
            }
        }
        return sections;
    }

    private static List<String> lines(Path file) throws RequestException {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw AdminUsage.misuse("Could not read config file '" + file + "'");
        }
    }

    /** As it would be typed. */
    private static void option(String name, String value, List<String> into) {
        String option = name.equals("hostname") ? "host" : name.replace('_', '-');
        if (option.equals("verbose")) {
            if (value.equals("False")) {
                into.add("--quiet");
            }
        } else if (!AdminWords.isFlag(option)) {
            into.add("--" + option + "=" + value);
        } else if (value.equals("True")) {
            into.add("--" + option);
        }
    }
}
