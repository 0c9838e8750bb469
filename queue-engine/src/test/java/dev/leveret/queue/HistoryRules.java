package dev.leveret.queue;

import static dev.leveret.queue.Feature.DELAYED_RETRY;
import static dev.leveret.queue.Feature.DELIVERY_LIMIT;
import static dev.leveret.queue.Feature.DROP_HEAD;
import static dev.leveret.queue.Feature.DURABLE;
import static dev.leveret.queue.Feature.EXPIRES;
import static dev.leveret.queue.Feature.GROUPS;
import static dev.leveret.queue.Feature.LETTERS;
import static dev.leveret.queue.Feature.PRIORITIES;
import static dev.leveret.queue.Feature.QUORUM;
import static dev.leveret.queue.Feature.REJECT;
import static dev.leveret.queue.Feature.REJECT_TO_LETTERS;
import static dev.leveret.queue.Feature.SINGLE_ACTIVE;
import static dev.leveret.queue.Feature.TTL;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.state.Consumer;
import java.util.List;
import java.util.Random;

/** Random arguments and policies for queues with certain features. */
final class HistoryRules {

    private static final List<String> RETRY_TYPES = List.of("all", "failed", "returned");
    private final HistoryStage stage;
    private final Random random;

    HistoryRules(HistoryStage stage) {
        this.stage = stage;
        this.random = stage.random;
    }

    /** How a queue is declared that has what it ought to have, and nothing else. */
    QueueSettings settings() {
        boolean isQuorum = stage.has(QUORUM);
        boolean isExclusive = !stage.has(DURABLE) && random.nextBoolean();
        boolean isAutoDelete = !isQuorum && random.nextBoolean();
        return new QueueSettings("/", "q", stage.has(DURABLE), isExclusive, isAutoDelete, arguments());
    }

    private FieldTable arguments() {
        var arguments = FieldTable.builder();
        if (stage.has(QUORUM)) {
            arguments.put("x-queue-type", "quorum");
        }
        if (stage.has(PRIORITIES)) {
            arguments.put("x-max-priority", random.nextInt(1, 5));
        }
        if (stage.has(GROUPS)) {
            arguments.put("x-message-group-header", GroupMessages.HEADER);
        }
        if (stage.has(SINGLE_ACTIVE)) {
            arguments.put("x-single-active-consumer", true);
        }
        putTime("x-", arguments, stage.has(TTL), stage.has(EXPIRES));
        putLimit("x-", arguments, overflow());
        putLetters("x-", arguments, stage.has(LETTERS));
        putReturns("x-", arguments, stage.has(DELIVERY_LIMIT), stage.has(DELAYED_RETRY));
        return arguments.build();
    }

    private Overflow overflow() {
        return stage.has(DROP_HEAD)
                ? Overflow.DROP_HEAD
                : stage.has(REJECT)
                        ? Overflow.REJECT_PUBLISH
                        : stage.has(REJECT_TO_LETTERS) ? Overflow.REJECT_PUBLISH_DLX : null;
    }

    /** Keys of a policy, any of them. */
    FieldTable policy() {
        var keys = FieldTable.builder();
        putTime("", keys, stage.oneOf(4), stage.oneOf(4));
        putLimit("", keys, stage.oneOf(3) ? Overflow.values()[random.nextInt(3)] : null);
        putLetters("", keys, random.nextBoolean());
        if (stage.has(QUORUM)) {
            putReturns("", keys, stage.oneOf(3), stage.oneOf(3));
        }
        if (stage.oneOf(3)) {
            keys.put("consumer-timeout", random.nextInt(1, 3) * 1_000);
        }
        return keys.build();
    }

    private void putTime(String prefix, FieldTable.Builder to, boolean messages, boolean queue) {
        if (messages) {
            to.put(prefix + "message-ttl", random.nextInt(3) * 50);
        }
        if (queue) {
            to.put(prefix + "expires", random.nextInt(50, 400));
        }
    }

    private void putLimit(String prefix, FieldTable.Builder to, Overflow overflow) {
        if (overflow == null) {
            return;
        }
        to.put(prefix + "overflow", overflow.wireName());
        int which = random.nextInt(3);
        if (which != 1) {
            to.put(prefix + "max-length", random.nextInt(8));
        }
        if (which != 0) {
            to.put(prefix + "max-length-bytes", random.nextInt(3 * Consumer.WINDOW_BYTES_MAX));
        }
    }

    private void putLetters(String prefix, FieldTable.Builder to, boolean letters) {
        if (letters) {
            to.put(prefix + "dead-letter-exchange", "dlx");
            if (random.nextBoolean()) {
                to.put(prefix + "dead-letter-routing-key", "dead");
            }
            if (stage.has(QUORUM) && random.nextBoolean()) {
                to.put(prefix + "dead-letter-strategy", "at-least-once");
            }
        }
    }

    private void putReturns(String prefix, FieldTable.Builder to, boolean limit, boolean retry) {
        if (limit) {
            to.put(prefix + "delivery-limit", random.nextInt(4));
        }
        if (retry) {
            to.put(prefix + "delayed-retry-type", RETRY_TYPES.get(random.nextInt(3)));
            to.put(prefix + "delayed-retry-min", random.nextInt(1, 40));
            to.put(prefix + "delayed-retry-max", random.nextInt(20, 100));
        }
    }
}
