package dev.leveret.store;

import dev.leveret.store.power.CutShape;
import dev.leveret.store.power.Overseer.Verdict;
import dev.leveret.store.power.SimulatedDisk;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One history of a store: it works until the power fails, is opened on what may be left, has to contain what it should, and
 * goes on from there until the next cut. A seed decides all of it, but for the odd race between the store's threads.
 */
final class PowerLossRun {

    private static final Path FOLDER = Path.of("simulated");

    /** Of the steps between two looks at other things: enough for several checkpoints. */
    private static final int STEPS_MAX = 400;

    /** Beyond so many writes into store files none meets an error; as a power of two, since most lives have few. */
    private static final int STORE_WRITES_BITS = 7;

    private final long seed;
    private final Random random;
    private final int otherImages;
    private final Expectation expectation = new Expectation();
    private final PowerLoad workload;
    private final boolean free;
    private final StoreSettings settings;
    private SimulatedDisk disk = new SimulatedDisk();
    private CutShape shape;
    private int cuts;
    private int images;
    private int kills;
    private int closes;

    /** @param otherImages of each cut that are looked at besides the one that the history goes on from */
    PowerLossRun(long seed, int otherImages) {
        this.seed = seed;
        this.random = new Random(seed);
        this.otherImages = otherImages;
        this.workload = seed % 2 == 0 ? new QueueWorkload(random, expectation) : new PowerWorkload(random, expectation);
        this.free = random.nextInt(4) == 0;
        this.settings = new StoreSettings(
                64 << 10,
                64 << 10,
                free ? 64L << 10 << random.nextInt(3) : Long.MAX_VALUE,
                free ? 5 : 1_000_000_000,
                random.nextBoolean() ? 2_048 : 16 << 10,
                8L << 10 << random.nextInt(6),
                5);
    }

    int cuts() {
        return cuts;
    }

    int images() {
        return images;
    }

    int kills() {
        return kills;
    }

    int closes() {
        return closes;
    }

    void run(int count) throws Exception {
        expectation.startFrom(new StoreContents());
        while (cuts < count) {
            try {
                workUntilTheEnd();
                lookAtOtherImages();
                goOn();
            } catch (StoreException | RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + ", cut " + cuts + " (" + disk.lastOperation() + "), " + shape + ": " + e.getMessage(), e);
            }
        }
    }

    private void workUntilTheEnd() throws Exception {
        int most = switch (random.nextInt(4)) {
            case 0 -> 25;
            case 1 -> 100;
            default -> 600;
        };
        Verdict failure = random.nextBoolean() ? Verdict.POWER_FAILS : Verdict.POWER_FAILS_AFTERWARDS;
        long failingOperation = disk.operations() + 1 + random.nextInt(most);
        Conductor conductor = new Conductor(failingOperation, failure, free);
        for (int errors = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; errors > 0; errors--) {
            if (random.nextBoolean()) {
                conductor.errorAt(failingOperation - 1 - random.nextInt(most));
            } else {
                conductor.errorAtStoreWrite(1 + random.nextInt(1 << random.nextInt(STORE_WRITES_BITS)));
            }
        }
        disk.overseer(conductor);
        SimulatedDisk used = disk;
        BooleanSupplier powerIsOff = () -> !used.isPowered();
        BrokerStore store;
        try {
            store = BrokerStore.open(disk, FOLDER, settings, TestStore::complete, conductor);
        } catch (StoreException e) {
            if (disk.isPowered() && !conductor.hasErred()) {
                throw e;
            }
            return;
        }
        try {
            StoreContents contents = StoreContents.of(store, powerIsOff);
            expectation.verify(contents.keys());
            workload.on(store, contents, powerIsOff);
            work(store, conductor);
        } catch (StoreException e) {
            if (disk.isPowered()) {
                throw e; // Else the power went while what was found was read.
            }
        } finally {
            conductor.release();
            store.halt();
        }
    }

    private void work(BrokerStore store, Conductor conductor) throws Exception {
        if (disk.isPowered() && disk.list().stream().noneMatch(name -> name.startsWith("spare-"))) {
            conductor.expectPreparation();
        }
        for (int step = 0; step < STEPS_MAX && disk.isPowered(); step++) {
            conductor.grant(random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(4));
            CountDownLatch done = workload.step();
            if (!free || random.nextInt(4) > 0) {
                await(done);
            }
            if (random.nextInt(10) == 0 && !conductor.isCheckpointing()) {
                conductor.expectCheckpoint();
                store.wantCheckpoint();
            }
            if (random.nextInt(200) == 0) {
                close(store, conductor);
                return;
            }
        }
    }

    /** Without power nothing gets durable, and nothing is refused but the round that met it. */
    private void await(CountDownLatch done) throws InterruptedException {
        while (disk.isPowered() && !done.await(1, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
    }

    private void close(BrokerStore store, Conductor conductor) {
        conductor.release();
        store.close();
        if (disk.isPowered() && !store.isImpaired()) {
            closes++;
            expectation.everythingIsDurable();
        }
    }

    /** A cut may leave one thing or another; all of them have to be good. */
    private void lookAtOtherImages() throws Exception {
        if (disk.isPowered()) {
            return;
        }
        cuts++;
        for (int i = 0; i < otherImages; i++) {
            shape = new CutShape(random.nextLong());
            SimulatedDisk image = disk.afterCut(shape);
            look(image);
            if (random.nextInt(8) == 0) {
                look(image);
            }
        }
    }

    private void look(SimulatedDisk image) throws StoreException {
        images++;
        BrokerStore store = BrokerStore.open(image, FOLDER, settings, TestStore::complete, step -> {});
        try {
            expectation.verify(StoreContents.of(store).keys());
        } finally {
            if (random.nextInt(4) == 0) {
                store.close();
            } else {
                store.halt();
            }
        }
    }

    private void goOn() {
        if (disk.isPowered()) {
            return;
        }
        if (random.nextInt(5) == 0) {
            kills++;
            disk.afterKill();
        } else {
            images++;
            shape = new CutShape(random.nextLong());
            disk = disk.afterCut(shape);
        }
    }
}
