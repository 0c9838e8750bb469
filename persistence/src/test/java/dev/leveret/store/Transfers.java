package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.port.DurableUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings messages from one place to others, as the server's DeadLetterLine and DelayDepartures do: out of the one and into all of the others in
 * one unit, and not at all as long as one of these has no room. Routes are of chance, but lead nowhere where the message was before.
 */
final class Transfers {

    private static final int TARGETS_MAX = 2;

    private final Life life;
    private final ClientBooks books;
    private final Random random;
    private final Supplier<List<LiveQueue>> queues;

    Transfers(Life life, ClientBooks books, Random random, Supplier<List<LiveQueue>> queues) {
        this.life = life;
        this.books = books;
        this.random = random;
        this.queues = queues;
    }

    /** Has the letters of a queue leave, as far as there is room where they go; those behind one that stays wait. */
    void run(LiveQueue source) {
        boolean leaves = true;
        while (leaves && !source.letters.isEmpty()) {
            DeadLetter letter = source.letters.element();
            if (source.rules.keepsUnroutableLetters() && random.nextInt(4) == 0) {
                return; // it finds no queue now
            }
            boolean isThere = letter.source() != null;
            String copy = isThere ? source.key(letter.source().message()) : null;
            leaves = move(letter.message(), copy, isThere ? 1 : 0, source::departed);
        }
    }

    /**
     * Brings a message from where it is to others.
     *
     * @param copy that it is there; null: it is nowhere
     * @param sourceParts how many parts of the unit are the source's
     * @param departs has it leave the source, with its part of the unit, which may be null
     * @return whether there was room for it
     */
    boolean move(Message message, String copy, int sourceParts, Consumer<DurableUnit> departs) {
        List<LiveQueue> targets = targetsFor(message);
        List<LiveQueue> promised = new ArrayList<>();
        for (LiveQueue target : targets) {
            if (target.mayRefuse()) {
                if (!target.promises(message)) {
                    promised.forEach(other -> other.giveUp(message));
                    return false;
                }
                promised.add(target);
            }
        }
        if (targets.isEmpty()) {
            dropped(copy);
            departs.accept(null);
            return true;
        }
        DurableUnit unit = life.unit(targets.size() + sourceParts + 1);
        List<String> copies = new ArrayList<>();
        targets.forEach(target -> copies.add(ClientBooks.key(message, target.name())));
        if (copy != null) {
            books.moved(copy, copies);
        }
        targets.forEach(target -> target.arrive(message, promised.contains(target), unit));
        departs.accept(sourceParts > 0 ? unit : null);
        life.complete(unit);
        return true;
    }

    private void dropped(String copy) {
        if (copy != null) {
            books.takenAway(copy);
        }
    }

    private List<LiveQueue> targetsFor(Message message) {
        List<String> path = ClientBooks.pathOf(message.header().headers());
        List<LiveQueue> others = new ArrayList<>(
                queues.get().stream().filter(queue -> !path.contains(queue.name())).toList());
        Collections.shuffle(others, random);
        return others.subList(0, Math.min(others.size(), 1 + random.nextInt(TARGETS_MAX)));
    }
}
