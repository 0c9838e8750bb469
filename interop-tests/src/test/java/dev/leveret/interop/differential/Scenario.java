package dev.leveret.interop.differential;

import java.util.Locale;

/**
 * Something to do with a broker, and nothing to expect of it.
 *
 * @param name a sentence that says what is tried
 */
public record Scenario(String name, Script script) {

    /** What is done. Every step writes its own line. */
    @FunctionalInterface
    public interface Script {
        void play(Stage stage) throws Exception;
    }

    /** The name as the name of a file. */
    public String fileName() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
