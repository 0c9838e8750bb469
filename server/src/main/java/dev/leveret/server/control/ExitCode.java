package dev.leveret.server.control;

/** How a command ends, in the numbers of rabbitmqctl, which has them from {@code sysexits.h}. */
public enum ExitCode {
    OK(0),
    /** There is no such command, or it is not used like that. */
    USAGE(64),
    /** What was given can't be: a value, or a virtual host that is not there. */
    DATA(65),
    NO_SUCH_USER(67),
    /** There is no broker, or it refuses. */
    UNAVAILABLE(69),
    /** It could not be done, or a check has failed. */
    FAILED(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the shell sees. */
    public int number() {
        return number;
    }
}
