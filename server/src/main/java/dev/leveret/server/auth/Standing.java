package dev.leveret.server.auth;

/** What is known of a place that logins come from: the better ones come first, and more of theirs may wait. */
enum Standing {
    /** A right password has come from there, and no wrong one lately. */
    PROVEN(1),
    /** Nothing, or both: many may share an address, and one of them may mistype. */
    UNKNOWN(16),
    /** Wrong passwords lately, and never a right one. */
    FAILED(256);

    private final int weight;

    Standing(int weight) {
        this.weight = weight;
    }

    /** How much so many that wait are felt: who is felt most gives up first. */
    int burden(int waiting) {
        return weight * waiting;
    }
}
