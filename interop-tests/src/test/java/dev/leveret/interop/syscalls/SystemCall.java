package dev.leveret.interop.syscalls;

/**
 * One call of the traced process.
 *
 * @param begin its place in the trace: before it everything with a lower {@code end} is done
 * @param end the place of its return, equal to {@code begin} if nothing else was seen in between
 * @param name as strace says it
 * @param target the file or socket that it is about, as it was named then; empty if none
 * @param text the bytes that it carried, as ISO 8859-1; for a renaming the two names, each followed by a zero
 * @param result what it returned
 */
record SystemCall(int begin, int end, String name, String target, String text, long result) {

    boolean isSync() {
        return (name.equals("fsync") || name.equals("fdatasync")) && result == 0;
    }

    boolean isRename() {
        return name.startsWith("rename") && result == 0;
    }

    boolean isToSocket() {
        return target.startsWith("TCP");
    }

    /** Whether it is about a segment of the journal. */
    boolean isToJournal() {
        return target.contains("/journal-");
    }
}
