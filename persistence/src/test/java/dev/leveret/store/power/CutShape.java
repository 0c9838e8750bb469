package dev.leveret.store.power;

import java.util.SplittableRandom;

/**
 * What a power cut leaves of changes that were not synced. The same seed leaves the same.
 *
 * <p>Each thing that can be durable by itself (a sector, a file's length, an entry of the folder) has seen a part of the
 * changes, which are numbered from 0: those below its own limit.
 */
public final class CutShape {

    private enum Mode {
        NOTHING,
        EVERYTHING,
        PREFIX,
        FEW_MISSING,
        FEW_THERE,
        ANY
    }

    private final long seed;
    private final Mode mode;

    public CutShape(long seed) {
        this.seed = seed;
        // Mostly a mixture: the others leave little to chance.
        int choice = new SplittableRandom(seed).nextInt(10);
        this.mode = choice < Mode.values().length ? Mode.values()[choice] : Mode.ANY;
    }

    /** Random numbers for one file or the folder. */
    Limits limits(String name, int changes) {
        return new Limits(new SplittableRandom(seed ^ name.hashCode() * 0x9e3779b97f4a7c15L), changes);
    }

    @Override
    public String toString() {
        return "image " + seed + " (" + mode + ")";
    }

    /** For one file or the folder. Limits are to be asked for in a fixed order. */
    final class Limits {
        private final SplittableRandom random;
        private final int changes;
        private final int prefix;

        private Limits(SplittableRandom random, int changes) {
            this.random = random;
            this.changes = changes;
            this.prefix = random.nextInt(changes + 1);
        }

        /** Of the next thing: between 0 and the number of changes. */
        int next() {
            return switch (mode) {
                case NOTHING -> 0;
                case EVERYTHING -> changes;
                case PREFIX -> prefix;
                case FEW_MISSING -> random.nextInt(12) > 0 ? changes : random.nextInt(changes + 1);
                case FEW_THERE -> random.nextInt(12) > 0 ? 0 : random.nextInt(changes + 1);
                case ANY -> switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> changes;
                    default -> random.nextInt(changes + 1);
                };
            };
        }

        /** Whether a change that depends on no earlier one has taken place. */
        boolean includes(int change) {
            return change < next();
        }
    }
}
