package dev.leveret.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RabbitMQ's keys of what begins with one of some words, each as a whole. Somebody who mistypes one of them is told so, instead of that
 * it means nothing here.
 */
final class ExactKeys {

    private static final String FILE = "exact-keys.txt";

    private static final String ANY = "*";

    /** Words of each key. */
    private static final List<List<String>> KEYS = read();

    private static final Set<String> FIRST_WORDS = KEYS.stream().map(List::getFirst).collect(Collectors.toSet());

    private ExactKeys() {}

    /** Whether all keys that begin like this one are here. */
    static boolean cover(String key) {
        return FIRST_WORDS.contains(words(key).getFirst());
    }

    /** Whether it is one of them. */
    static boolean contain(String key) {
        List<String> words = words(key);
        return KEYS.stream().anyMatch(one -> filled(one, words).equals(words));
    }

    /** All of as many words as this one has, with its words where anything may stand. */
    static List<String> like(String key) {
        List<String> words = words(key);
        return KEYS.stream()
                .filter(one -> one.size() == words.size())
                .map(one -> String.join(".", filled(one, words)))
                .toList();
    }

    private static List<String> filled(List<String> one, List<String> words) {
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            filled.add(one.get(i).equals(ANY) && i < words.size() && !words.get(i).isEmpty() ? words.get(i) : one.get(i));
        }
        return filled;
    }

    private static List<String> words(String key) {
        return List.of(key.split("\\.", -1));
    }

    private static List<List<String>> read() {
        try (InputStream file = ExactKeys.class.getResourceAsStream(FILE)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .flatMap(ExactKeys::expanded)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .map(ExactKeys::words)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without braces: the innermost of them are taken first. */
    private static Stream<String> expanded(String line) {
        int close = line.indexOf('}');
        if (close < 0) {
            return Stream.of(line);
        }
        int open = line.lastIndexOf('{', close);
        return Stream.of(line.substring(open + 1, close).split(",", -1))
                .flatMap(word -> expanded(line.substring(0, open) + word + line.substring(close + 1)));
    }
}
