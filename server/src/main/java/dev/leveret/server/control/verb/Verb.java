package dev.leveret.server.control.verb;

import dev.leveret.server.control.RequestException;

/** Carries out one command. On the thread of the control socket, which may wait. */
@FunctionalInterface
public interface Verb {

    /**
     * Does it.
     *
     * @param words that were given, checked against the verb's usage
     * @param out takes what is to be printed
     * @throws RequestException if it can't be done; what {@code out} has already is printed all the same
     */
    void run(CommandWords words, Output out) throws RequestException;
}
