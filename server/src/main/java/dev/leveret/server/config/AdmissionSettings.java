package dev.leveret.server.config;

/**
 * How many connections there may be; {@link Integer#MAX_VALUE} where there is no limit.
 *
 * @param connectionMax that have logged in
 * @param addressMax from one address, logged in or not
 * @param halfOpenMax that have not logged in
 * @param socketMax that are open, logged in or not
 */
public record AdmissionSettings(int connectionMax, int addressMax, int halfOpenMax, int socketMax) {

    /** Files of the process that are no sockets of clients: jars, the store's files, tools that ask for something. */
    private static final int OTHER_FILES = 100;

    /** Each event loop has so many of its own. */
    private static final int FILES_PER_LOOP = 3;

    /** Of what is left so much is for sockets, which is RabbitMQ's share; the store may need the rest. */
    private static final double SOCKETS_SHARE = 0.9;

    /** With fewer nobody could do anything. */
    private static final int SOCKETS_MIN = 8;

    /** One socket in so many is kept for those that have not logged in. */
    private static final int HALF_OPEN_PART = 8;

    /**
     * The same, but no more than a process can have that may open so many files: sockets are files too, and a store that
     * can open none can confirm nothing.
     *
     * @param filesMax {@link Integer#MAX_VALUE} if there is no limit
     */
    public AdmissionSettings within(int filesMax, int loops) {
        if (filesMax == Integer.MAX_VALUE) {
            return this;
        }
        long others = OTHER_FILES + (long) FILES_PER_LOOP * loops;
        int sockets = (int) Math.max(SOCKETS_MIN, (filesMax - others) * SOCKETS_SHARE);
        int kept = Math.min(halfOpenMax, sockets / HALF_OPEN_PART);
        return new AdmissionSettings(Math.min(connectionMax, sockets - kept), addressMax, halfOpenMax, sockets);
    }

    /**
     * How many may not have logged in beside so many that have: what these leave, and always a few. Where there are few
     * files, many clients can come back at once that way, and a flood still finds no more than what nobody uses.
     */
    public int halfOpenMax(int entered) {
        return Math.min(halfOpenMax, Math.max(socketMax / HALF_OPEN_PART, socketMax - entered));
    }
}
