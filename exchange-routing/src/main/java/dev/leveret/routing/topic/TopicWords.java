package dev.leveret.routing.topic;

import dev.leveret.routing.structure.DistinctList;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A key taken apart at its dots, and the notes of one match. Used over and over by one thread, so that
 * splitting and matching a key allocates nothing.
 *
 * <p>The words are kept as places in the key, with their hashes. As in RabbitMQ, an empty key has no words,
 * and any other has one more than it has dots, each of which may be empty.
 */
public final class TopicWords {

    /** Odd and different in each process, so that nobody can prepare words that share a hash. */
    private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

    private String key = "";
    private int count;
    private int[] starts = new int[16];
    private int[] hashes = new int[16];

    /** The nodes for {@code #} that this match has been through, where it matters. */
    private final DistinctList<TopicNode<?>> visited = new DistinctList<>();

    /** Takes a key apart, in place of the one before. */
    TopicWords split(String key) {
        this.key = key;
        visited.clear();
        count = 0;
        if (key.isEmpty()) {
            return this;
        }
        int start = 0;
        int hash = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '.') {
                word(start, hash);
                start = i + 1;
                hash = 0;
            } else {
                hash = hash * MULTIPLIER + c;
            }
        }
        word(start, hash);
        return this;
    }

    int count() {
        return count;
    }

    /** The hash of a word, well mixed. */
    int hash(int index) {
        return hashes[index];
    }

    /** Whether the word at the index, 0 to count - 1, is this one. */
    boolean is(int index, String word) {
        return length(index) == word.length() && key.startsWith(word, starts[index]);
    }

    String text(int index) {
        return key.substring(starts[index], starts[index] + length(index));
    }

    /** Notes a visit; false if this match has been at the node before. */
    boolean visit(TopicNode<?> node) {
        return visited.add(node);
    }

    private int length(int index) {
        int end = index + 1 < count ? starts[index + 1] - 1 : key.length();
        return end - starts[index];
    }

    private void word(int start, int hash) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        starts[count] = start;
        hashes[count] = hash ^ (hash >>> 16);
        count++;
    }
}
