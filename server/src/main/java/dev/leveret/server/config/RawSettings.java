package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Keys and values as written, checked one by one; of a key set twice the later value counts. Not thread-safe. */
public final class RawSettings {

    /** What RabbitMQ puts before a value that it has encrypted, with a passphrase that only its advanced.config has. */
    private static final String ENCRYPTED = "encrypted:";

    /** A value, and who says so: a line of a file, a variable, an option. */
    record Written(String text, String where) {}

    private final Map<String, Written> values = new TreeMap<>();
    private final Set<String> ignored = new TreeSet<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * Sets a key. One that only RabbitMQ has a use for is kept apart: see {@link #ignored}.
     *
     * @param where named in the error, for instance {@code rabbitmq.conf:12}
     * @throws ConfigException if the key is unknown or cannot be passed over, or its value is none
     */
    public void set(String key, String text, String where) {
        if (text.startsWith(ENCRYPTED)) {
            throw new ConfigException(where + ": " + key + ": values that RabbitMQ has encrypted cannot be read; write the value"
                    + " itself, or $(NAME) for that of an environment variable");
        }
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

    /** What is to be told before the start, a line each. */
    public List<String> warnings() {
        List<String> lines = new ArrayList<>(remarks);
        if (!ignored.isEmpty()) {
            lines.add("settings of RabbitMQ that mean nothing here, ignored: " + String.join(", ", ignored));
        }
        return lines;
    }

    /** Notes that something was set, by an environment variable say, that only RabbitMQ has a use for. */
    void ignore(String name) {
        ignored.add(name);
    }

    /** Adds to the {@link #warnings}. */
    void remark(String line) {
        remarks.add(line);
    }

    /** All that is set, by key. */
    Map<String, Written> written() {
        return Collections.unmodifiableMap(values);
    }

    /** Whether anything says where to listen, or that nothing shall. */
    boolean hasListener() {
        return values.keySet().stream().anyMatch(key -> key.startsWith(SettingKeys.LISTENERS.key()));
    }

    /** The same for TLS. */
    boolean hasTlsListener() {
        return values.keySet().stream().anyMatch(key -> key.startsWith(TlsKeys.LISTENERS.key()));
    }

    /** Lets a port given on the command line stand for all listeners of the files before it. */
    void onlyPort(String port, String where) {
        values.keySet().removeIf(key -> key.startsWith(SettingKeys.LISTENERS.key()));
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

    /** An error about a key of a family that has only some. */
    ConfigException unknown(String key, String expects) {
        return new ConfigException(values.get(key).where() + ": unknown setting '" + key + "'; what may follow there is " + expects);
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
