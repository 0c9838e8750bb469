package dev.leveret.routing.topic;

import java.util.function.Consumer;

/**
 * Values by patterns of words, for the topic exchange: {@code *} stands for one word, which may be empty,
 * {@code #} for any number of words, none included (AMQP 0-9-1 §3.1.3.3).
 *
 * <p>One writer at a time, any number of readers without a lock: a reader sees each change either whole or
 * not at all. A match takes at most as many steps as the trie has nodes times the words of the
 * key, also for patterns like {@code #.a.#.a.#}; adding and removing take as many as the pattern has words.
 */
public final class TopicTrie<T> {

    private final TopicNode<T> root = TopicNode.root();

    /** The writer's own, for the patterns. */
    private final TopicWords pattern = new TopicWords();

    /** Adds a value under a pattern, or counts it once more. */
    public void add(String pattern, T value) {
        TopicWords words = this.pattern.split(pattern);
        TopicNode<T> node = root;
        for (int i = 0; i < words.count(); i++) {
            if (isRepeatedHash(node, words, i)) {
                continue;
            }
            TopicNode<T> next = node.next(words, i);
            node = next == null ? node.addNext(words, i) : next;
        }
        node.values.add(value);
    }

    /** Takes back one addition of a value under a pattern; nothing happens if there was none. */
    public void remove(String pattern, T value) {
        remove(root, this.pattern.split(pattern), 0, value);
    }

    /** Whether the trie holds nothing, not even a node. For the writer. */
    public boolean isEmpty() {
        return root.isUseless();
    }

    /**
     * Hands the sink the values of all patterns that match the key; a value under several of them comes
     * several times. Any thread may call this at any time, with words of its own.
     */
    public void match(String routingKey, TopicWords words, Consumer<? super T> sink) {
        match(root, words.split(routingKey), 0, sink);
    }

    private void match(TopicNode<T> node, TopicWords key, int index, Consumer<? super T> sink) {
        TopicNode<T> rest = node.rest();
        if (rest != null) {
            matchRest(rest, key, index, sink);
        }
        if (index == key.count()) {
            node.values.forEach(sink);
        } else {
            matchWord(node, key, index, sink);
        }
    }

    private void matchWord(TopicNode<T> node, TopicWords key, int index, Consumer<? super T> sink) {
        TopicNode<T> star = node.star();
        if (star != null) {
            match(star, key, index + 1, sink);
        }
        TopicNode<T> word = node.word(key, index);
        if (word != null) {
            match(word, key, index + 1, sink);
        }
    }

    /**
     * Goes on from the node of a {@code #} that has been reached with the words from the index on left. A
     * {@code #} after another is reached again and again, each time with fewer words left than before; the
     * first time has covered all of that, and only that keeps {@code #.a.#.a.#} from taking exponential time.
     */
    private void matchRest(TopicNode<T> rest, TopicWords key, int index, Consumer<? super T> sink) {
        if (rest.nestedHash && !key.visit(rest)) {
            return;
        }
        rest.values.forEach(sink);
        if (rest.isEnd()) {
            return;
        }
        for (int i = index; i < key.count(); i++) {
            matchWord(rest, key, i, sink);
        }
    }

    private void remove(TopicNode<T> node, TopicWords words, int index, T value) {
        if (index == words.count()) {
            node.values.remove(value);
        } else if (isRepeatedHash(node, words, index)) {
            remove(node, words, index + 1, value);
        } else {
            TopicNode<T> next = node.next(words, index);
            if (next == null) {
                return;
            }
            remove(next, words, index + 1, value);
            if (next.isUseless()) {
                node.removeNext(words, index);
            }
        }
    }

    /** {@code #.#} means the same as {@code #}, so that both end at one node. */
    private static boolean isRepeatedHash(TopicNode<?> node, TopicWords words, int index) {
        return node.hash && words.is(index, "#");
    }
}
