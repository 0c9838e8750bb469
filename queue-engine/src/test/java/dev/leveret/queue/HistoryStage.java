package dev.leveret.queue;

import dev.leveret.queue.port.DurableUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A queue and its model as they are now in a {@link QueueHistory}, and how both are told something. */
final class HistoryStage {

    static final ReplyTo ASK = TestQueue.ask("any question but get");
    final Random random;
    final Set<Feature> features;
    private final List<DurableUnit> units = new ArrayList<>();
    private QueueLife life;

    HistoryStage(long seed) {
        random = new Random(seed);
        features = Feature.of(seed);
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    boolean oneOf(int chances) {
        return random.nextInt(chances) == 0;
    }

    QueueLife life() {
        return life;
    }

    void live(QueueLife next) {
        life = next;
    }

    QueueModel model() {
        return life.model();
    }

    QueueActor actor() {
        return life.actor();
    }

    void check() {
        life.check();
    }

    /** What leaves without a word is found out at once, as long as there are few reasons for it. */
    void handle(QueueCommand command) {
        life.actor().handle(command, model().now);
        if (!model().deleting) {
            model().silentDeaths.until(life.actor().readyCount());
        }
    }

    QueueReply ask(QueueCommand question) {
        handle(question);
        QueueReply reply = life.effects().takeReply();
        QueueInvariants.require(model().deleted || !isNotFound(reply), "everyQuestionIsAnswered", "a queue that is there is found");
        return reply;
    }

    private static boolean isNotFound(QueueReply reply) {
        return reply instanceof QueueReply.Refused refused && refused.error().code().code() == 404;
    }

    /** The tick that the queue has asked for, if it is time. */
    void ring() {
        if (model().wakeAt <= model().now) {
            model().wakeAt = QueueModel.NEVER;
            tick();
        }
    }

    void tick() {
        QueueModel model = model();
        boolean isOver = model.idleEnd <= model.now;
        int unused = isOver && model.consumers.present.isEmpty() ? 1 : 0;
        if (isOver) {
            model.idleEnd = QueueModel.NEVER;
        }
        life.effects().unusedCount = 0;
        model.backInTime();
        handle(new QueueCommand.Tick());
        QueueInvariants.require(life.effects().unusedCount == unused, "unusedIsTold", "once, when it is time");
    }

    /** One with so many parts; null, as any unit for a queue that is not durable. */
    DurableUnit newUnit(int parts) {
        if (!has(Feature.DURABLE) || parts == 0) {
            return null;
        }
        DurableUnit unit = TestQueue.unitOf(parts);
        units.add(unit);
        return unit;
    }

    DurableUnit perhapsUnit() {
        return oneOf(3) ? newUnit(1) : null;
    }

    /** It is not used. */
    void giveBack(DurableUnit unit) {
        units.remove(unit);
    }

    void unitsAreComplete() {
        for (DurableUnit unit : units) {
            QueueInvariants.require(life.keeping().partsOf(unit) == unit.parts(), "unitsAreComplete", "each gets all its parts");
        }
        units.clear();
    }
}
