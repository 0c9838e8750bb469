package dev.leveret.server.vhost;

import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueSettings;
import dev.leveret.store.RecoveredLevel;

/** Has a queue that deduplicates know at a start what it knew before. */
final class QueueKeysRecovery {

    private final QueueActor actor;
    private final QueueSettings settings;
    private final long queueId;
    private final DefinitionLog log;

    QueueKeysRecovery(QueueActor actor, long queueId, DefinitionLog log) {
        this.actor = actor;
        this.settings = actor.settings();
        this.queueId = queueId;
        this.log = log;
    }

    /** Takes up the keys of what the store has kept; returns whether that was keys, and not messages of a priority. */
    boolean take(RecoveredLevel level) {
        int priority = level.priority();
        if (!settings.remembersKeys()) {
            // The messages say their keys, so what is out of memory is read through once.
            log.read(queueId + priority, level.pages(), paged -> actor.recoverKey(priority, paged.position(), paged.message()));
            return false;
        }
        if (priority <= settings.priorityMax()) {
            return false;
        }
        log.read(queueId + priority, level.pages(), paged ->
                actor.recoverRememberedKey(paged.position(), paged.message(), paged.stored()));
        level.newer().forEach(kept -> actor.recoverRememberedKey(kept.position(), kept.message(), kept.handle()));
        actor.resumeKeysAt(level.nextPosition());
        return true;
    }
}
