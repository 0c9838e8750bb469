package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;

/** That there is no such user, as 3.10.8 says it: in one of three ways, by the verb. */
enum NoSuchUser {
    QUOTED(ExitCode.NO_SUCH_USER, "User \"%s\" does not exist"),
    PLAIN(ExitCode.NO_SUCH_USER, "User %s does not exist"),
    TERM(ExitCode.UNAVAILABLE, "{:no_such_user, \"%s\"}");

    private final ExitCode exitCode;
    private final String text;

    NoSuchUser(ExitCode exitCode, String text) {
        this.exitCode = exitCode;
        this.text = text;
    }

    RequestException exception(String name) {
        return new RequestException(exitCode, String.format(text, name));
    }
}
