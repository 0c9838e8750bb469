package dev.leveret.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine. */
final class HostName {

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Asked of the kernel or the environment, never of the name service, which may take seconds to answer. */
    static String text() {
        try {
            if (Files.isReadable(KERNEL)) {
                return Files.readString(KERNEL).strip();
            }
        } catch (IOException unreadable) {
            // The environment may know.
        }
        String named = System.getenv("HOSTNAME");
        return named == null || named.isBlank() ? "localhost" : named;
    }
}
