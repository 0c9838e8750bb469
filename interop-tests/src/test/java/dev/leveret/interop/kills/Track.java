package dev.leveret.interop.kills;

import java.util.BitSet;

/** The messages of one publisher in one queue, by their sequence numbers. */
final class Track {

    final BitSet sent = new BitSet();
    final BitSet seen = new BitSet();
    final BitSet removed = new BitSet();
    /** The highest that has been seen, -1 if none. */
    int newest = -1;

    /** Seen but never sent. */
    BitSet invented() {
        BitSet invented = (BitSet) seen.clone();
        invented.andNot(sent);
        return invented;
    }
}
