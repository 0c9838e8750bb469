package dev.leveret.server.definitions;

import java.io.IOException;

/** Definitions can't be imported or exported. The message is one line that names the file and the object. */
public final class DefinitionsException extends IOException {

    private static final long serialVersionUID = 1L;

    DefinitionsException(String message) {
        super(message.replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }
}
