package dev.leveret.server.alarm;

/** Measures. Asked a few times a second, never on an event loop. All amounts of memory and disk are bytes. */
public interface ResourceProbe {

    /** Memory in use, with what is garbage already. Cheap. */
    long memoryUsed();

    /** Memory in use once the garbage is collected, which this does: expensive. */
    long memoryLive();

    /** What {@link #memoryUsed} can become, at most. Cheap. */
    long memoryRoom();

    /** Memory that there is at most: what a relative watermark is a share of. */
    long memoryTotal();

    /** Free space where the data folder is. */
    long diskFree();

    /** Memory of the machine: what a relative disk limit is a share of. */
    long machineMemory();

    /** How many files, sockets among them, the process may have open; {@link Integer#MAX_VALUE} if that is not known. */
    int filesMax();
}
