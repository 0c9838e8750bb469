package dev.leveret.store.power;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FilePath;

/** H2's way to the files of simulated disks: {@code power:DISK/FILE}. What a store file does not need is refused. */
public final class PowerFilePath extends FilePath {

    static final String SCHEME = "power";

    private static final AtomicLong LAST_ID = new AtomicLong();
    private static final Map<String, WeakReference<SimulatedDisk>> DISKS = new ConcurrentHashMap<>();

    static {
        FilePath.register(new PowerFilePath());
    }

    /** Gives a disk a name for as long as somebody uses it. */
    static String register(SimulatedDisk disk) {
        DISKS.values().removeIf(known -> known.get() == null);
        String id = Long.toString(LAST_ID.incrementAndGet());
        DISKS.put(id, new WeakReference<>(disk));
        return id;
    }

    private SimulatedDisk disk() {
        String id = name.substring(SCHEME.length() + 1, name.indexOf('/'));
        SimulatedDisk disk = DISKS.get(id).get();
        if (disk == null) {
            throw new IllegalStateException("disk " + id + " is gone");
        }
        return disk;
    }

    private String file() {
        return name.substring(name.indexOf('/') + 1);
    }

    @Override
    public FilePath getPath(String path) {
        PowerFilePath result = new PowerFilePath();
        result.name = path;
        return result;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public boolean exists() {
        return name.indexOf('/') < 0 || disk().exists(file());
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        SimulatedDisk disk = disk();
        if (!disk.exists(file()) && mode.equals("r")) {
            throw new FileNotFoundException(name);
        }
        return new PowerFileChannel(disk.aligned(file()));
    }

    @Override
    public FilePath toRealPath() {
        return this;
    }

    @Override
    public FilePath getParent() {
        int slash = name.indexOf('/');
        return slash < 0 ? null : getPath(name.substring(0, slash));
    }

    @Override
    public boolean isDirectory() {
        return name.indexOf('/') < 0;
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory();
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public boolean canWrite() {
        return true;
    }

    @Override
    public void createDirectory() {}

    @Override
    public long size() {
        throw notSimulated();
    }

    @Override
    public void moveTo(FilePath other, boolean atomicReplace) {
        throw notSimulated();
    }

    @Override
    public boolean createFile() {
        throw notSimulated();
    }

    @Override
    public void delete() {
        throw notSimulated();
    }

    @Override
    public List<FilePath> newDirectoryStream() {
        throw notSimulated();
    }

    @Override
    public long lastModified() {
        throw notSimulated();
    }

    @Override
    public boolean setReadOnly() {
        throw notSimulated();
    }

    /** H2 does none of this to a store file. If it ever does, what a power cut makes of it has to be simulated too. */
    private static AssertionError notSimulated() {
        return new AssertionError("H2 has changed a store file in a way that is not simulated");
    }
}
