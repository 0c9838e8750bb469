package dev.leveret.store.disk;

import java.io.IOException;

/** What was read is not what had been written. The message is one line that names the file and what is wrong with it. */
public final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message);
    }

    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
