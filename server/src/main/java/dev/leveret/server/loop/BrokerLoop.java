package dev.leveret.server.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of the broker.
 *
 * <p>A turn is what it does between two looks at the network. The first piece of work of a turn schedules the turn's
 * end, where everything that was put off is done in five steps, each once: due queues deliver, channels write their
 * confirms and return credit, batches go to other loops, the store gets what was appended, outboxes are flushed.
 * docs/decisions/0001 says why in this order. All methods belong to the loop's own thread unless they say otherwise.
 */
public final class BrokerLoop {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLoop.class);

    /**
     * How often a turn begins its end anew while there is something to deliver. A turn may bring in a megabyte from each
     * publisher, and a consumer's window is an eighth of that: with fewer rounds a queue whose consumers could keep up
     * would grow all the same.
     */
    private static final int ROUNDS_MAX = 8;

    /** How often due queues are called before what they delivered is flushed: a flush is worth some work. */
    private static final int PASSES_MAX = 8;

    /**
     * Work a millisecond from which on a turn with little to do is followed by a pause. No client that waits for each answer
     * gets there, so only those pay for it who have more under way than they can see the end of.
     */
    private static final int BUSY_WORK = 64;

    /** A turn with at least so much work was worth its system calls. */
    private static final int LITTLE_WORK = 64;

    /** So that a queue which fails every time does not fill the log. */
    private static final long DEFECT_PAUSE_NANOS = 10_000_000;

    /** In nanoseconds; what the system makes of it is about half as much again. */
    private static final long PAUSE_NANOS = 75_000;

    private final int index;
    private final LoopThread thread;
    private final LongSupplier clock;
    private final IngressGate gate;
    private final LoopMailbox mailbox;
    private final Runnable endOfTurn = this::endOfTurn;
    private final Runnable nextTurn = this::nextTurn;

    private BrokerLoop[] peers = {};
    private LoopBatch[] batches = {};
    private Runnable storeHandOver = () -> {};

    private List<DueQueue> dueQueues = new ArrayList<>();
    private List<DueQueue> dueQueuesNext = new ArrayList<>();
    private List<TurnEnd> turnEnds = new ArrayList<>();
    private List<TurnEnd> turnEndsNext = new ArrayList<>();
    private List<TurnEnd> flushes = new ArrayList<>();
    private List<TurnEnd> flushesNext = new ArrayList<>();
    private boolean batchesFilled;
    private final List<HeldBack> heldBack = new ArrayList<>();

    /** The end of this turn is scheduled, or under way. */
    private boolean turnOpen;

    private long nowMillis;

    /** Methods read and deliveries written: in this turn, since the time last changed, and a millisecond before that. */
    private int workInTurn;

    private int workSinceTick;
    private long workRate;

    BrokerLoop(int index, LoopThread thread, LongSupplier clock) {
        this.index = index;
        this.thread = thread;
        this.clock = clock;
        this.gate = new IngressGate(thread);
        this.mailbox = new LoopMailbox(thread);
    }

    /** Makes the loops known to one another. */
    void connect(BrokerLoop[] peers) {
        this.peers = peers;
        this.batches = new LoopBatch[peers.length];
    }

    /** Says how this loop passes on what its store writer has gathered. Before it carries connections. */
    public void store(Runnable storeHandOver) {
        this.storeHandOver = storeHandOver;
    }

    /** Its place among the loops of the broker; 0-based. From any thread. */
    public int index() {
        return index;
    }

    /** Whether the caller is on this loop's thread. From any thread. */
    public boolean isCurrent() {
        return thread.isCurrent();
    }

    /** Whether connections of this loop may go on reading. */
    public IngressGate gate() {
        return gate;
    }

    /** The time of this turn, in milliseconds since 1970. */
    public long nowMillis() {
        openTurn();
        return nowMillis;
    }

    /** Runs a task on this loop. From any thread; for what is rare, everything else goes through {@link #send}. */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Runs a task on this loop after so many milliseconds. */
    public LoopTimer after(long millis, Runnable task) {
        return thread.executeAfter(millis, task);
    }

    /** Sends something to another loop, together with all else that goes there in this turn. */
    public void send(BrokerLoop target, LoopMessage message) {
        LoopBatch batch = batches[target.index];
        if (batch == null) {
            batch = new LoopBatch(this, target);
            batches[target.index] = batch;
            batchesFilled = true;
            openTurn();
        }
        batch.add(message);
    }

    /** Begins to hold back what this loop has for somebody who changes loops. */
    public HeldBack holdBack() {
        HeldBack held = new HeldBack(this);
        heldBack.add(held);
        return held;
    }

    /** What is being held back on this loop. */
    List<HeldBack> heldBack() {
        return heldBack;
    }

    void released(HeldBack held) {
        heldBack.remove(held);
    }

    /** Has the queue deliver at the end of this turn. It must not be due already. */
    public void deliverLater(DueQueue queue) {
        dueQueues.add(queue);
        openTurn();
    }

    /** Has a channel or a queue called at the end of this turn, after deliveries and before batches are handed over. */
    public void atTurnEnd(TurnEnd work) {
        turnEnds.add(work);
        openTurn();
    }

    /** Has an outbox flushed as the last thing of this turn. */
    public void flushLater(TurnEnd flush) {
        flushes.add(flush);
        openTurn();
    }

    /** Makes sure that this turn has an end, as for something that was given to the loop's store writer. */
    public void openTurn() {
        if (!turnOpen) {
            turnOpen = true;
            readClock();
            thread.execute(endOfTurn);
        }
    }

    private void endOfTurn() {
        try {
            int rounds = 0;
            do {
                deliver();
                runTurnEnds();
                handOver();
                storeHandOver.run();
                flush();
            } while (!dueQueues.isEmpty() && ++rounds < ROUNDS_MAX);
        } finally {
            turnOpen = false;
            openNextTurn();
        }
        if (!turnOpen) {
            pauseIfBusyWithLittle();
        }
    }

    /** A method has been read, or a delivery written. */
    public void worked() {
        workInTurn++;
    }

    private void readClock() {
        long now = clock.getAsLong();
        if (now != nowMillis) {
            workRate = workSinceTick / Math.max(1, now - nowMillis);
            workSinceTick = 0;
            nowMillis = now;
        }
    }

    /**
     * Under load each message would wake the loop for itself, and being woken costs several times what a message does. A
     * short pause lets some come together; docs/decisions/0006.
     */
    private void pauseIfBusyWithLittle() {
        int work = workInTurn;
        workInTurn = 0;
        workSinceTick += work;
        if (work < LITTLE_WORK && workRate >= BUSY_WORK) {
            thread.pause(PAUSE_NANOS);
        }
    }

    private void openNextTurn() {
        if (dueQueues.isEmpty() && turnEnds.isEmpty() && flushes.isEmpty() && !batchesFilled) {
            return;
        }
        turnOpen = true;
        thread.executeAfterNetwork(nextTurn);
    }

    private void nextTurn() {
        readClock();
        endOfTurn();
    }

    private void deliver() {
        for (int passes = 0; !dueQueues.isEmpty() && passes < PASSES_MAX; passes++) {
            deliverOnce();
        }
    }

    private void deliverOnce() {
        List<DueQueue> due = dueQueues;
        dueQueues = dueQueuesNext;
        dueQueuesNext = due;
        for (int i = 0; i < due.size(); i++) {
            DueQueue queue = due.get(i);
            try {
                if (queue.deliver(this)) {
                    dueQueues.add(queue);
                }
            } catch (RuntimeException e) {
                // It goes on with the next message: nobody else would make it due again.
                LOG.error("{} failed to deliver", queue, e);
                dueQueues.add(queue);
                thread.pause(DEFECT_PAUSE_NANOS);
            }
        }
        due.clear();
    }

    private void runTurnEnds() {
        List<TurnEnd> ends = turnEnds;
        turnEnds = turnEndsNext;
        turnEndsNext = ends;
        runAll(ends);
    }

    private void flush() {
        List<TurnEnd> outboxes = flushes;
        flushes = flushesNext;
        flushesNext = outboxes;
        runAll(outboxes);
    }

    private static void runAll(List<TurnEnd> work) {
        for (int i = 0; i < work.size(); i++) {
            try {
                work.get(i).turnEnds();
            } catch (RuntimeException e) {
                LOG.error("the end of a turn failed for {}", work.get(i), e);
            }
        }
        work.clear();
    }

    private void handOver() {
        if (!batchesFilled) {
            return;
        }
        batchesFilled = false;
        for (int i = 0; i < batches.length; i++) {
            LoopBatch batch = batches[i];
            if (batch != null) {
                batches[i] = null;
                gate.entered(batch.ingressBytes());
                peers[i].mailbox.put(batch);
            }
        }
    }
}
