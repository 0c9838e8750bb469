package dev.leveret.server.auth;

/** Where slow passwords are checked. */
@FunctionalInterface
interface SlowChecks {

    /** Each is run in its turn, or gives up; soon, and on any thread. */
    void submit(SlowCheck check);
}
