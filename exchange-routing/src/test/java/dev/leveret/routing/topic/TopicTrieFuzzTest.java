package dev.leveret.routing.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The trie finds what comparing pattern by pattern finds, whatever was added and removed before. */
class TopicTrieFuzzTest {

    private static final String[] PATTERN_WORDS = {"", "a", "b", "aa", "*", "*", "#", "#"};
    private static final String[] KEY_WORDS = {"", "a", "b", "aa", "c", "*", "#"};
    private static final int TRIES = 2_000;
    private static final int KEYS = 15;

    private final TopicWords words = new TopicWords();

    @Test
    void trieFindsWhatANaiveMatcherFinds() {
        for (int seed = 0; seed < TRIES; seed++) {
            runHistory(seed);
        }
    }

    private void runHistory(int seed) {
        Random random = new Random(seed);
        TopicTrie<String> trie = new TopicTrie<>();
        List<String> patterns = new ArrayList<>();
        int size = 1 + random.nextInt(30);
        for (int i = 0; i < size; i++) {
            String pattern = key(random, PATTERN_WORDS);
            patterns.add(pattern);
            trie.add(pattern, pattern.intern());
        }
        compare(seed, random, trie, patterns);
        for (int i = random.nextInt(size + 1); i > 0; i--) {
            String pattern = patterns.remove(random.nextInt(patterns.size()));
            trie.remove(pattern, pattern.intern());
        }
        trie.remove("never.added", "never");
        compare(seed, random, trie, patterns);
        patterns.forEach(pattern -> trie.remove(pattern, pattern.intern()));
        assertTrue(trie.isEmpty(), "nodes are left, seed " + seed);
    }

    private void compare(int seed, Random random, TopicTrie<String> trie, List<String> patterns) {
        for (int i = 0; i < KEYS; i++) {
            String key = key(random, KEY_WORDS);
            Set<String> expected = new HashSet<>();
            patterns.stream().filter(pattern -> matches(pattern, key)).forEach(expected::add);
            Set<String> found = new HashSet<>();
            trie.match(key, words, found::add);
            assertEquals(expected, found, "seed " + seed + ", key '" + key + "', patterns " + patterns);
        }
    }

    private static String key(Random random, String[] choice) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            words.add(choice[random.nextInt(choice.length)]);
        }
        return String.join(".", words);
    }

    private static boolean matches(String pattern, String key) {
        return matches(split(pattern), split(key));
    }

    private static boolean matches(List<String> pattern, List<String> key) {
        if (pattern.isEmpty()) {
            return key.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return matches(rest, key) || !key.isEmpty() && matches(pattern, key.subList(1, key.size()));
        }
        return !key.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(key.get(0)))
                && matches(rest, key.subList(1, key.size()));
    }

    private static List<String> split(String key) {
        return key.isEmpty() ? List.of() : List.of(key.split("\\.", -1));
    }

    @Test
    void manyHashesInOnePatternDoNotMakeTheMatchExplode() {
        // given patterns that can be laid over the key in more ways than there is time to try
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add("#.a" + ".#.a".repeat(62) + ".#", "a");
        trie.add("#" + ".*.#".repeat(63), "star");
        trie.add("#.a" + ".#.a".repeat(61) + ".#.b", "no");
        // when
        List<String> found = new ArrayList<>();
        trie.match("a" + ".a".repeat(126), words, found::add);
        // then
        assertEquals(List.of("a", "star"), found.stream().sorted().distinct().toList());
    }

    @Test
    void longestKeysAreTakenApart() {
        // given keys of as many words as fit, and more than fit into a routing key, as CC may hold them
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add(".".repeat(255), "dots");
        trie.add("#.z", "z");
        // when
        List<String> found = new ArrayList<>();
        trie.match(".".repeat(255), words, found::add);
        trie.match(".".repeat(100_000) + "z", words, found::add);
        // then
        assertEquals(List.of("dots", "z"), found);
    }
}
