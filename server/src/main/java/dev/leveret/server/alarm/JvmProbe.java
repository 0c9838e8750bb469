package dev.leveret.server.alarm;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;

/** Measures this process and the disk of its data folder. */
public final class JvmProbe implements ResourceProbe {

    private final File data;
    private List<MemoryPoolMXBean> oldPools;

    public JvmProbe(Path data) {
        this.data = data.toFile();
    }

    /**
     * What outlived the young generation.
     *
     * <p>New objects are left out: they come and go in every collection, and would raise alarms on small heaps. While
     * the whole heap is far from full the JVM's management beans are not even loaded.
     */
    @Override
    public long memoryUsed() {
        Runtime runtime = Runtime.getRuntime();
        long whole = runtime.totalMemory() - runtime.freeMemory();
        if (whole < runtime.maxMemory() / 4) {
            return whole;
        }
        if (oldPools == null) {
            oldPools = ManagementFactory.getMemoryPoolMXBeans().stream().filter(JvmProbe::isOld).toList();
        }
        return oldPools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    /** The young generation is not part of it: what stays has to fit beside that. */
    @Override
    public long memoryRoom() {
        long room = oldPools == null ? -1 : oldPools.stream().mapToLong(pool -> pool.getUsage().getMax()).sum();
        return room > 0 ? room : memoryTotal();
    }

    @Override
    public long memoryLive() {
        System.gc();
        return memoryUsed();
    }

    @Override
    public long memoryTotal() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public long diskFree() {
        return data.getUsableSpace();
    }

    @Override
    public long machineMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    @Override
    public int filesMax() {
        return OpenFiles.max();
    }

    /** Collectors agree on nothing but this: only the pool of old objects can have a usage threshold. */
    private static boolean isOld(MemoryPoolMXBean pool) {
        return pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported();
    }
}
