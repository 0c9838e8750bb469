package dev.leveret.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who else may use the data folder. A broker that makes one gives it to its own user alone, but it may have been there before;
 * its names and sizes say something, and whoever may write there can put other files in place of the broker's.
 */
final class OthersAccess {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OthersAccess() {}

    /** A line for people, unless the owner is alone. */
    static Optional<String> to(Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        Set<PosixFilePermission> all = view.readAttributes().permissions();
        return OWNERS.containsAll(all)
                ? Optional.empty()
                : Optional.of("others than its owner may use the data folder " + folder.toAbsolutePath().normalize() + " ("
                        + PosixFilePermissions.toString(all) + "); chmod -R go= ends that");
    }
}
