package dev.leveret.server.config;

import java.util.Map;
import java.util.function.Supplier;

/** All that can be set, as it was written or is when it is not, without secrets. Put together when somebody asks, since no start needs it. */
public final class SettingTexts {

    private final Supplier<Map<String, String>> source;

    SettingTexts(Supplier<Map<String, String>> source) {
        this.source = source;
    }

    /** By key. */
    public Map<String, String> byKey() {
        return source.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingTexts texts && texts.byKey().equals(byKey());
    }

    @Override
    public int hashCode() {
        return byKey().hashCode();
    }

    @Override
    public String toString() {
        return byKey().toString();
    }
}
