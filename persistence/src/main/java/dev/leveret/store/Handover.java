package dev.leveret.store;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.h2.Proof;
import dev.leveret.store.journal.Journal;

/** What other threads tell the writer thread. */
abstract sealed class Handover {

    /** A link in the mailbox's list, and then in the writer's. */
    Handover older;

    /** Whether somebody waits for it. */
    boolean isUrgent() {
        return true;
    }

    /** Operations collected by an event loop in a turn. */
    static final class Batch extends Handover {

        /** What an item is. Bytes, since there is one for each item. */
        static final byte APPEND = 0;

        static final byte REMOVE = 1;
        static final byte SKIP = 2;
        static final byte DEFINITIONS = 3;

        /** The return count of a message, which is a definition to the store; no other definition waits for it. */
        static final byte RETURNED = 4;

        static final byte PURGE = 5;
        static final byte MARK = 6;
        static final byte REMOVE_RETURNED = 7;
        static final byte KEYED_APPEND = 8;

        /** A part without content, of a unit that goes with or after the one that an original is in. */
        static final byte FOLLOW = 9;

        /** Nothing more is to come of an original. */
        static final byte RELEASE = 10;

        byte[] kinds;
        Object[] items;
        DurableUnit[] units;
        int count;
        long bytes;

        /** Somebody waits for it, or there is much of it. */
        boolean urgent;

        Batch(int capacity) {
            kinds = new byte[capacity];
            items = new Object[capacity];
            units = new DurableUnit[capacity];
        }

        @Override
        boolean isUrgent() {
            return urgent;
        }
    }

    /** What the writer acts on at once, whatever it has to write. */
    abstract static sealed class News extends Handover {}

    /** The checkpoint is in the H2 store and proven; what is left is to say so in the journal. */
    static final class CheckpointReady extends News {
        final Proof proof;

        CheckpointReady(Proof proof) {
            this.proof = proof;
        }
    }

    /** The checkpoint has brought its messages into the H2 store. They are not proven yet, but memory may forget them. */
    static final class CheckpointApplied extends News {}

    /** The checkpoint could not be made. */
    static final class CheckpointFailed extends News {
        final Throwable cause;

        CheckpointFailed(Throwable cause) {
            this.cause = cause;
        }
    }

    /** After an error the store has been brought back to its last durable round. */
    static final class Reopened extends News {
        final Journal journal;

        Reopened(Journal journal) {
            this.journal = journal;
        }
    }

    /** It could not be, this time. */
    static final class ReopeningFailed extends News {
        final Throwable cause;

        ReopeningFailed(Throwable cause) {
            this.cause = cause;
        }
    }

    /** Make a checkpoint now, even if little has changed. */
    static final class CheckpointWanted extends News {}

    /** Write what is there and end, with a last checkpoint or as a crash would: without it. */
    static final class Closing extends News {
        final boolean withCheckpoint;

        Closing(boolean withCheckpoint) {
            this.withCheckpoint = withCheckpoint;
        }
    }
}
