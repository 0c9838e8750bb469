package dev.leveret.server.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Keys and values as written, checked one by one; of a key set twice the later value counts. Not thread-safe. */
public final class RawSettings {

    private record Written(String text, String where) {}

    private final Map<String, Written> values = new TreeMap<>();
    private final Set<String> ignored = new TreeSet<>();

    /**
     * Sets a key. One that only RabbitMQ has a use for is kept apart: see {@link #ignored}.
     *
     * @param where named in the error, for instance {@code rabbitmq.conf:12}
     * @throws ConfigException if the key is unknown or cannot be passed over, or its value is none
     */
    public void set(String key, String text, String where) {
        Setting<?> setting = SettingKeys.find(key).orElse(null);
        if (setting != null) {
            values.put(key, new Written(text, where));
            read(setting, key);
        } else if (ForeignKeys.isIgnored(key)) {
            ignored.add(key);
        } else {
            throw new ConfigException(where + ": " + ForeignKeys.refusal(key)
                    .map(reason -> "'" + key + "' cannot be ignored, and " + reason)
                    .orElseGet(() -> "unknown setting '" + key + "'; the nearest known one is '"
                            + SettingKeys.nearest(key) + "'"));
        }
    }

    /** The keys that were set and mean nothing here, in alphabetical order. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Lets a port given on the command line stand for all listeners of the files before it. */
    void onlyPort(String port, String where) {
        values.keySet().removeIf(key -> key.startsWith("listeners.tcp"));
        set(SettingKeys.PORT.key(), port, where);
    }

    boolean has(Setting<?> setting) {
        return values.containsKey(setting.key());
    }

    <T> T get(Setting<T> setting) {
        return has(setting) ? read(setting, setting.key()) : setting.fallback();
    }

    /** Calls with the name and value of each key of a family, in the order of the names. */
    <T> void forEach(Setting<T> family, BiConsumer<String, T> each) {
        for (String key : values.keySet()) {
            if (SettingKeys.find(key).orElseThrow() == family) {
                each.accept(key.substring(family.key().length()), read(family, key));
            }
        }
    }

    /** An error about a value that only shows later, in the same words. */
    ConfigException invalid(String key, String expects) {
        Written written = values.get(key);
        return new ConfigException(written.where() + ": " + key + ": '" + written.text() + "' is not " + expects);
    }

    private <T> T read(Setting<T> setting, String key) {
        Written written = values.get(key);
        try {
            return setting.read(written.text());
        } catch (ConfigException e) {
            throw new ConfigException(written.where() + ": " + key + ": " + e.getMessage());
        }
    }
}
