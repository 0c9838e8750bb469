package dev.leveret.server.connection;

/** Whether a connection may stay among all that there are. */
@FunctionalInterface
public interface Admission {

    /** For tests of one connection. */
    Admission ALWAYS = () -> true;

    /** The client has logged in. False if the broker has as many connections as it may have ({@code connection_max}). */
    boolean enter();
}
