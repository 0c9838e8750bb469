package dev.leveret.server.alarm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files this process may have open. */
final class OpenFiles {

    /** Linux's own table, of which the second column is what holds. */
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final Pattern LINE = Pattern.compile("(?m)^Max open files +(\\d{1,18}|unlimited) ");

    private OpenFiles() {}

    /** {@link Integer#MAX_VALUE} if there is no limit or none is known. */
    static int max() {
        try {
            return read(Files.readString(LIMITS));
        } catch (IOException noLinux) {
            // Only here: the JVM's management beans take their time to load.
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? clamped(unix.getMaxFileDescriptorCount())
                    : Integer.MAX_VALUE;
        }
    }

    /** What Linux's table of limits says. */
    static int read(String limits) {
        Matcher line = LINE.matcher(limits);
        return line.find() && !line.group(1).equals("unlimited")
                ? clamped(Long.parseLong(line.group(1)))
                : Integer.MAX_VALUE;
    }

    private static int clamped(long count) {
        return Math.clamp(count, 0, Integer.MAX_VALUE);
    }
}
