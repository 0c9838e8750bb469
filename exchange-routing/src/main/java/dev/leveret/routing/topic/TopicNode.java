package dev.leveret.routing.topic;

import dev.leveret.routing.structure.PublishedSet;

/**
 * A place in the trie of patterns: the values of the pattern that ends here, and the ways on.
 *
 * <p>What a node is does not change; the ways on are put in by the writer and read by anybody.
 */
final class TopicNode<T> {

    /** Whether the way to here ends with a {@code #}. */
    final boolean hash;

    /** Whether it does so and has another {@code #} before. */
    final boolean nestedHash;

    /** Whether there is any {@code #} on the way to here. */
    private final boolean afterHash;

    final PublishedSet<T> values = new PublishedSet<>();

    private volatile WordMap<TopicNode<T>> words;
    private volatile TopicNode<T> star;
    private volatile TopicNode<T> rest;

    private TopicNode(boolean hash, boolean nestedHash, boolean afterHash) {
        this.hash = hash;
        this.nestedHash = nestedHash;
        this.afterHash = afterHash;
    }

    static <T> TopicNode<T> root() {
        return new TopicNode<>(false, false, false);
    }

    /** The way on by this word of a routing key, or null. */
    TopicNode<T> word(TopicWords key, int index) {
        WordMap<TopicNode<T>> seen = words;
        return seen == null ? null : seen.get(key, index);
    }

    /** The way on by {@code *}, or null. */
    TopicNode<T> star() {
        return star;
    }

    /** The way on by {@code #}, or null. */
    TopicNode<T> rest() {
        return rest;
    }

    /** The way on by this word of a pattern, or null. */
    TopicNode<T> next(TopicWords pattern, int index) {
        if (pattern.is(index, "*")) {
            return star;
        }
        return pattern.is(index, "#") ? rest : word(pattern, index);
    }

    /** Makes the way on by this word of a pattern, which is not there yet. */
    TopicNode<T> addNext(TopicWords pattern, int index) {
        if (pattern.is(index, "*")) {
            star = new TopicNode<>(false, false, afterHash);
            return star;
        }
        if (pattern.is(index, "#")) {
            rest = new TopicNode<>(true, afterHash, true);
            return rest;
        }
        if (words == null) {
            words = new WordMap<>();
        }
        TopicNode<T> next = new TopicNode<>(false, false, afterHash);
        words.put(pattern, index, next);
        return next;
    }

    /** Closes the way on by this word of a pattern, which is there. */
    void removeNext(TopicWords pattern, int index) {
        if (pattern.is(index, "*")) {
            star = null;
        } else if (pattern.is(index, "#")) {
            rest = null;
        } else {
            words.remove(pattern, index);
            if (words.isEmpty()) {
                words = null;
            }
        }
    }

    /** Whether no way goes on from here by a word or {@code *}. */
    boolean isEnd() {
        return words == null && star == null;
    }

    /** Whether nothing is reached through this node, so that it may go. For the writer. */
    boolean isUseless() {
        return isEnd() && rest == null && values.isEmpty();
    }
}
