package dev.leveret.store.power;

import dev.leveret.store.disk.Disk;
import dev.leveret.store.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder in memory. Its operations are numbered in the order in which they take place; an {@link Overseer} can make any of
 * them fail, or cut the power. From then on nothing works, and {@link #afterCut} tells what may be left.
 *
 * <p>H2 opens files of it by {@link #path}. For any number of threads.
 */
public final class SimulatedDisk implements Disk {

    private interface Action {
        void run() throws IOException;
    }

    private final String id = PowerFilePath.register(this);
    private final SimulatedFolder folder;
    private volatile Overseer overseer = Overseer.NOTHING_HAPPENS;
    private long operations;
    private boolean powered = true;
    private boolean locked;
    private String lastOperation = "nothing";

    public SimulatedDisk() {
        this(new SimulatedFolder());
    }

    private SimulatedDisk(SimulatedFolder folder) {
        this.folder = folder;
    }

    /** Asks another one from now on. */
    public void overseer(Overseer other) {
        overseer = other;
    }

    /** How many operations there were. */
    public synchronized long operations() {
        return operations;
    }

    /** Whether the power is on. */
    public synchronized boolean isPowered() {
        return powered;
    }

    /** The last operation in words, with its number. */
    public synchronized String lastOperation() {
        return lastOperation;
    }

    /** What a cut of this shape leaves, on a disk of its own. */
    public synchronized SimulatedDisk afterCut(CutShape shape) {
        return new SimulatedDisk(folder.afterCut(shape));
    }

    /** Not the power but the process has failed: everything can be read as before, and what was not synced still is not. */
    public synchronized void afterKill() {
        powered = true;
    }

    private void perform(Operation operation, String name, boolean grows, Action action) throws IOException {
        perform(operation, name, grows, action, () -> {});
    }

    /** @param failure what an operation that fails does nevertheless */
    private void perform(Operation operation, String name, boolean grows, Action action, Action failure)
            throws IOException {
        overseer.arrived(operation, name);
        synchronized (this) {
            requirePower();
            operations++;
            lastOperation = "operation " + operations + ", " + operation + " " + name;
            switch (overseer.verdict(operations, operation, name, grows)) {
                case DONE -> action.run();
                case FAILS -> {
                    failure.run();
                    throw new IOException("simulated error in " + lastOperation);
                }
                case POWER_FAILS -> powered = false;
                case POWER_FAILS_AFTERWARDS -> {
                    action.run();
                    powered = false;
                }
            }
            requirePower();
        }
    }

    private void requirePower() throws IOException {
        if (!powered) {
            throw new IOException("the power is off");
        }
    }

    @Override
    public synchronized List<String> list() throws IOException {
        requirePower();
        return List.copyOf(folder.files().keySet());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        SimulatedFile file = new SimulatedFile();
        perform(Operation.CREATE, name, true, () -> {
            if (folder.files().containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            folder.rename(file, name);
        });
        return new Handle(file, name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new Handle(file(name), name);
    }

    private synchronized SimulatedFile file(String name) throws IOException {
        requirePower();
        SimulatedFile file = folder.files().get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    @Override
    public DiskFile aligned(String name) throws IOException {
        return exists(name) ? open(name) : create(name);
    }

    synchronized boolean exists(String name) {
        return folder.files().containsKey(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        perform(Operation.RENAME, from, false, () -> folder.rename(file(from), to));
    }

    @Override
    public void delete(String name) throws IOException {
        perform(Operation.DELETE, name, false, () -> folder.rename(file(name), null));
    }

    @Override
    public void sync() throws IOException {
        perform(Operation.SYNC_FOLDER, ".", false, folder::sync);
    }

    @Override
    public Path path(String name) {
        return Path.of(PowerFilePath.SCHEME + ":" + id).resolve(name);
    }

    @Override
    public synchronized AutoCloseable tryLock(String name) throws IOException {
        requirePower();
        if (locked) {
            return null;
        }
        if (!folder.files().containsKey(name)) {
            folder.rename(new SimulatedFile(), name);
        }
        locked = true;
        return this::unlock;
    }

    private synchronized void unlock() {
        locked = false;
    }

    private final class Handle implements DiskFile {
        private final SimulatedFile file;
        private final String openedAs;

        Handle(SimulatedFile file, String name) {
            this.file = file;
            this.openedAs = name;
        }

        /** It may have been renamed since it was opened. */
        private String name() {
            synchronized (SimulatedDisk.this) {
                return folder.nameOf(file).orElse(openedAs);
            }
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            boolean grows = position + copy.length > size();
            perform(Operation.WRITE, name(), grows, () -> file.write(copy, position), () -> writeHalf(copy, position));
        }

        private void writeHalf(byte[] bytes, long position) {
            byte[] half = new byte[bytes.length / 2];
            System.arraycopy(bytes, 0, half, 0, half.length);
            file.write(half, position);
        }

        @Override
        public void read(ByteBuffer bytes, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                requirePower();
                file.read(bytes, position);
            }
        }

        @Override
        public void sync(boolean withMetadata) throws IOException {
            perform(Operation.SYNC_FILE, name(), false, () -> file.sync(withMetadata), this::loseWhatIsNotSynced);
        }

        private void loseWhatIsNotSynced() {
            file.failSync(new CutShape(operations).limits(name(), file.unsyncedChanges()));
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                requirePower();
                return file.size();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            if (size < size()) {
                perform(Operation.TRUNCATE, name(), false, () -> file.resize(size));
            }
        }

        @Override
        public void close() {}
    }
}
