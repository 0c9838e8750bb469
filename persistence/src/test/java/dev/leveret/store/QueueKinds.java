package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueSettings;
import java.util.Random;

/** What the queues of a load are declared with. A kind that has something of its own to be lost belongs here. */
enum QueueKinds {
    PLAIN {
        @Override
        void describe(FieldTable.Builder to, Random random) {}
    },
    PRIORITIES {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-max-priority", new FieldValue.Int32(PRIORITY_MAX));
        }
    },
    EXPIRING {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-message-ttl", new FieldValue.Int32(random.nextInt(1_000)));
            deadLetters(to);
        }
    },
    DROPPING {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-max-length", new FieldValue.Int32(1 + random.nextInt(10)));
            deadLetters(to);
        }
    },
    REFUSING {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-max-length", new FieldValue.Int32(1 + random.nextInt(20)));
            to.put("x-overflow", "reject-publish");
            deadLetters(to);
        }
    },
    QUORUM {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-queue-type", "quorum");
            to.put("x-delivery-limit", new FieldValue.Int32(random.nextInt(5)));
            deadLetters(to);
            if (random.nextBoolean()) {
                to.put("x-overflow", "reject-publish");
                to.put("x-dead-letter-strategy", "at-least-once");
            }
        }
    },
    GROUPED {
        @Override
        void describe(FieldTable.Builder to, Random random) {
            to.put("x-message-group-header", GROUP_HEADER);
            deadLetters(to);
        }
    };

    /** The highest priority of messages in queues that have some. */
    static final int PRIORITY_MAX = 3;

    static final String GROUP_HEADER = "group";

    abstract void describe(FieldTable.Builder to, Random random);

    private static void deadLetters(FieldTable.Builder to) {
        to.put("x-dead-letter-exchange", "dead");
    }

    static QueueDefinition any(BrokerStore store, String name, Random random) {
        FieldTable.Builder arguments = FieldTable.builder();
        values()[random.nextInt(values().length)].describe(arguments, random);
        var settings = new QueueSettings("/", name, true, false, false, arguments.build());
        long id = store.newQueueIds(settings.priorityMax() + 1);
        return new QueueDefinition(id, "/", name, false, settings.arguments(), settings.priorityMax());
    }

    /** Whether what comes back is counted. */
    static boolean isQuorum(QueueDefinition queue) {
        return queue.arguments().contains("x-delivery-limit");
    }
}
