package dev.leveret.store.power;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file's bytes as everybody reads them, as the last sync has left them, and the changes in between. */
final class SimulatedFile {

    private static final int SECTOR = 512;

    /**
     * A write, or a change of the length alone if there are no bytes.
     *
     * @param sizeAfter of the file
     */
    private record Change(int offset, byte[] bytes, int sizeAfter) {}

    private final FileImage cached;
    private final FileImage durable;
    private final List<Change> unsynced = new ArrayList<>();

    SimulatedFile() {
        this(new FileImage(), new FileImage());
    }

    private SimulatedFile(FileImage cached, FileImage durable) {
        this.cached = cached;
        this.durable = durable;
    }

    int size() {
        return cached.size();
    }

    void read(ByteBuffer into, long position) {
        cached.read(into, position);
    }

    void write(byte[] bytes, long position) {
        int offset = Math.toIntExact(position);
        change(new Change(offset, bytes, Math.max(cached.size(), offset + bytes.length)));
    }

    void resize(long size) {
        change(new Change(0, new byte[0], Math.toIntExact(size)));
    }

    private void change(Change change) {
        cached.write(change.offset, change.bytes, 0, change.bytes.length);
        cached.resize(change.sizeAfter);
        unsynced.add(change);
    }

    /** @param withLength otherwise only bytes within the length that is durable already become durable */
    void sync(boolean withLength) {
        List<Change> left = new ArrayList<>();
        int safe = durable.size();
        boolean shrinks = unsynced.stream().anyMatch(change -> change.sizeAfter < safe);
        for (Change change : unsynced) {
            if (withLength || shrinks) {
                durable.write(change.offset, change.bytes, 0, change.bytes.length);
                durable.resize(change.sizeAfter);
                continue;
            }
            int inside = Math.clamp((long) safe - change.offset, 0, change.bytes.length);
            durable.write(change.offset, change.bytes, 0, inside);
            if (change.sizeAfter > safe) {
                byte[] rest = Arrays.copyOfRange(change.bytes, inside, change.bytes.length);
                left.add(new Change(change.offset + inside, rest, change.sizeAfter));
            }
        }
        unsynced.clear();
        unsynced.addAll(left);
    }

    /** A sync has failed: what it should have written may be lost, though it can still be read, and no later one writes it. */
    void failSync(CutShape.Limits limits) {
        FileImage left = leftBy(limits);
        unsynced.clear();
        durable.become(left);
    }

    int unsyncedChanges() {
        return unsynced.size();
    }

    /** What a power cut leaves. */
    SimulatedFile afterCut(CutShape.Limits limits) {
        FileImage left = leftBy(limits);
        return new SimulatedFile(left, left.copy());
    }

    private FileImage leftBy(CutShape.Limits limits) {
        FileImage left = durable.copy();
        int lengthLimit = limits.next();
        int size = lengthLimit == 0 ? durable.size() : unsynced.get(lengthLimit - 1).sizeAfter;
        int[] sectorLimits = new int[Math.max(cached.capacity(), left.capacity()) / SECTOR + 1];
        Arrays.fill(sectorLimits, -1);
        for (int i = 0; i < unsynced.size(); i++) {
            Change change = unsynced.get(i);
            boolean isCut = change.bytes.length == 0;
            int start = isCut ? change.sizeAfter : change.offset;
            int end = isCut ? Math.max(start, left.size()) : start + change.bytes.length;
            for (int at = start; at < end; at = (at / SECTOR + 1) * SECTOR) {
                int sector = at / SECTOR;
                if (sectorLimits[sector] < 0) {
                    sectorLimits[sector] = limits.next();
                }
                if (i < sectorLimits[sector]) {
                    int count = Math.min(end, (sector + 1) * SECTOR) - at;
                    left.write(at, isCut ? new byte[count] : change.bytes, isCut ? 0 : at - start, count);
                }
            }
        }
        left.resize(size);
        return left;
    }
}
