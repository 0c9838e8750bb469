package dev.leveret.store.journal;

/** What a frame is. The codes are in the files. */
public enum FrameKind {
    /** A part of a round that is not the last. */
    PART(1),
    /** The last part of a round, often the only one. */
    LAST(2),
    /** What a checkpoint has proven. */
    PROOF(3);

    private final int code;

    FrameKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FrameKind of(int code) {
        return switch (code) {
            case 1 -> PART;
            case 2 -> LAST;
            case 3 -> PROOF;
            default -> null;
        };
    }
}
