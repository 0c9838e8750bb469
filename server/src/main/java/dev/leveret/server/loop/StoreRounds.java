package dev.leveret.server.loop;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.RoundListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the outcome of a round of the store to the loops that wait for it: one task for each of them. */
public final class StoreRounds implements RoundListener {

    private static final Logger LOG = LoggerFactory.getLogger(StoreRounds.class);

    private final BrokerLoops loops;

    public StoreRounds(BrokerLoops loops) {
        this.loops = loops;
    }

    @Override
    public void roundDone(DurableUnit[] units, int count, boolean durable) {
        int[] countOf = new int[loops.count()];
        for (int i = 0; i < count; i++) {
            countOf[units[i].loop()]++;
        }
        for (int loop = 0; loop < countOf.length; loop++) {
            if (countOf[loop] > 0) {
                loops.at(loop).execute(new Outcome(select(units, count, loop, countOf[loop]), durable));
            }
        }
    }

    private static DurableUnit[] select(DurableUnit[] units, int count, int loop, int selectedCount) {
        DurableUnit[] selected = new DurableUnit[selectedCount];
        int index = 0;
        for (int i = 0; i < count; i++) {
            if (units[i].loop() == loop) {
                selected[index++] = units[i];
            }
        }
        return selected;
    }

    private record Outcome(DurableUnit[] units, boolean durable) implements Runnable {

        @Override
        public void run() {
            for (DurableUnit unit : units) {
                try {
                    tell(unit);
                } catch (RuntimeException e) {
                    // What fails for one client must not cost the others of this round their answers.
                    LOG.error("the outcome of a round could not be told", e);
                }
            }
        }

        private void tell(DurableUnit unit) {
            if (durable) {
                unit.completion().durable();
            } else {
                unit.completion().failed();
            }
        }
    }
}
