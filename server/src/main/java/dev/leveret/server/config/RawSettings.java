package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Keys and values as written, checked one by one; of a key set twice the later value counts. Not thread-safe. */
public final class RawSettings {

    /** What RabbitMQ puts before a value that it has encrypted, with a passphrase that only its advanced.config has. */
    private static final String ENCRYPTED = "encrypted:";

    /** With more of them it is not to be seen which one is meant. */
    private static final int LONGER_MAX = 3;

    /** A value, and who says so: a line of a file, a variable, an option. */
    record Written(String text, String where) {}

    private final Map<String, Written> values = new TreeMap<>();
    private final Map<String, String> ignored = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    
    /** Lines; one that is read twice is wrong once. */
    private final Set<String> wrong = new LinkedHashSet<>();


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
            ignored.put(key, text);
        } else {
            throw new ConfigException(where + ": " + ForeignKeys.refusal(key)
                    .map(reason -> "'" + key + "' cannot be ignored, and " + reason)
                    .orElseGet(() -> "unknown setting '" + key + "'; " + meant(key, text)));
        }
    }

    /** Does what sets keys. What is wrong with it is kept, so that everything that is wrong can be told at once. */
    void collect(Runnable setting) {
        try {
            setting.run();
        } catch (ConfigException e) {
            wrong.add(e.getMessage());
        }
    }

    /** The same for what is made of them. Null if that is wrong: then {@link #requireNoneWrong} throws. */
    <T> T collected(Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigException e) {
            wrong.add(e.getMessage());
            return null;
        }
    }

    /** Keeps something that is wrong and sets no key. */
    void refuse(String line) {
        wrong.add(line);
    }

    /**
     * To be called when all is set and read.
     *
     * @throws ConfigException of as many lines as there were errors
     */
    void requireNoneWrong() {
        if (!wrong.isEmpty()) {
            String lines = String.join("\n", wrong);
            wrong.clear();
            throw new ConfigException(lines);
        }
    }

    /** What somebody may have had in mind: a key that goes on where this one ends, or one that looks like it. */
    private static String meant(String key, String text) {
        List<String> longer = SettingKeys.below(key, text);
        if (longer.isEmpty() || longer.size() > LONGER_MAX) {
            return SettingKeys.nearest(key)
                    .map(nearest -> "the nearest known one is '" + nearest + "'")
                    .orElse("none of the known ones looks like it; leveret --help lists them");
        }
        return "what may be meant is '" + String.join(" = " + text + "' or '", longer) + " = " + text + "'";
    }

    /** The keys that were set and mean nothing here, in alphabetical order. */
    public List<String> ignored() {
        return List.copyOf(ignored.keySet());
    }

    /** What is to be told before the start, a line each. */
    public List<String> warnings() {
        List<String> lines = new ArrayList<>(remarks);
        if (!ignored.isEmpty()) {
            lines.add("settings of RabbitMQ that mean nothing here, ignored: " + String.join(", ", ignored.keySet()));
        }
        return lines;
    }

    /** Notes that something was set, by an environment variable say, that only RabbitMQ has a use for. */
    void ignore(String name) {
        ignored.put(name, "");
    }

    /** Whether one that means nothing here was set to that. */
    boolean isIgnored(String key, String text) {
        return text.equals(ignored.get(key));
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

    /** Calls with the name and value of each key of a family, in the order of the names. What is wrong with them is kept, as in {@link #collect}. */
    <T> void forEach(Setting<T> family, BiConsumer<String, T> each) {
        for (String key : values.keySet()) {
            if (SettingKeys.find(key).orElseThrow() == family) {
                collect(() -> each.accept(key.substring(family.key().length()), read(family, key)));
            }
        }
    }

    /** An error about a value that only shows later, in the same words. */
    ConfigException invalid(String key, String expects) {
        Written written = values.get(key);
        return new ConfigException(written.where() + ": " + key + ": '" + written.text() + "' is not " + expects);
    }

    /** An error about a value that only shows later, in the words of who refuses it; the value is not shown. */
    ConfigException refused(String key, String reason) {
        return new ConfigException(values.get(key).where() + ": " + key + ": " + reason);
    }

    /** An error about a key that has to be there since another one is. */
    ConfigException missing(String key, String other) {
        return new ConfigException(values.get(other).where() + ": " + other + " needs " + key + " as well; write " + key + " = ...");
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
