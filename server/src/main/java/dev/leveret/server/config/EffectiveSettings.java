package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code leveret config} and {@code environment} print: what is set, and where. A file that may be read again, but for the secrets. */
final class EffectiveSettings {

    private static final String HIDDEN = "***";

    private EffectiveSettings() {}

    /** @param all whether what is not set is printed too */
    static String text(RawSettings raw, boolean all) {
        Map<String, String> left = new TreeMap<>();
        Map<String, String> where = new TreeMap<>();
        if (all) {
            SettingKeys.ALL.stream().filter(setting -> !setting.isFamily()).forEach(setting -> {
                left.put(setting.key(), line(setting.key(), setting.fallbackText()));
                where.put(setting.key(), "default");
            });
        }
        raw.written().forEach((key, written) -> {
            left.put(key, line(key, quoted(written.text())));
            where.put(key, written.where());
        });
        int width = left.values().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        left.forEach((key, line) -> lines.add(line + " ".repeat(width - line.length()) + "  # " + where.get(key)));
        raw.warnings().forEach(warning -> lines.add("# " + warning));
        return String.join("\n", lines);
    }

    /** All that can be set, by key, as it was written or is when it is not. */
    static Map<String, String> texts(RawSettings raw) {
        Map<String, String> texts = new TreeMap<>();
        SettingKeys.ALL.stream().filter(setting -> !setting.isFamily()).forEach(setting ->
                texts.put(setting.key(), shown(setting.key(), setting.fallbackText())));
        raw.written().forEach((key, written) -> texts.put(key, shown(key, written.text())));
        return texts;
    }

    private static String shown(String key, String value) {
        return Setting.isSecret(key) ? HIDDEN : value;
    }

    private static String line(String key, String value) {
        return key + " = " + shown(key, value);
    }

    private static String quoted(String value) {
        return value.contains("#") ? "'" + value + "'" : value;
    }
}
