package dev.leveret.queue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.BasicPropertiesBuilder;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.queue.ModelLetters.Leaving;
import dev.leveret.queue.ModelMessage.Origin;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Consumer;
import java.util.EnumMap;
import java.util.Map;

/** The random messages of a {@link QueueHistory}: new ones, and dead letters that have come round. */
final class HistoryMessages {

    private static final int PUBLISHERS = 3;
    private static final int[] QUORUM_PRIORITIES = {0, 3, 4, 5, 30, 31, 32, 40};
    private static final Address ADDRESS = Address.of("", "q");

    /** Bodies are never looked at, and making them takes longer than all the rest. */
    private static final byte[] HUGE = new byte[2 * Consumer.WINDOW_BYTES_MAX];

    private static final byte[] BIG = new byte[Consumer.WINDOW_BYTES_MAX / 2];
    private static final byte[] SMALL = new byte[1];

    private final HistoryStage stage;
    private final int groupCount;
    private int count;

    /** The latest letter that has left; null if none has. */
    private Leaving departed;

    HistoryMessages(HistoryStage stage) {
        this.stage = stage;
        this.groupCount = stage.random.nextBoolean() ? 2 : stage.random.nextInt(1, 10);
    }

    void departed(Leaving letter) {
        departed = letter;
    }

    /** A message that was never in the queue, at the place that it would get. */
    ModelMessage next() {
        boolean isLetter = departed != null && stage.oneOf(8);
        return isLetter ? again(departed) : fresh();
    }

    private ModelMessage fresh() {
        boolean persistent = stage.random.nextBoolean();
        String group = stage.has(Feature.GROUPS) && !stage.oneOf(6) ? String.valueOf(stage.random.nextInt(groupCount)) : null;
        Message message = Message.of(ADDRESS, header(persistent, group), body(), stage.model().now);
        return place(message, new Origin(publisher(), count++, group, Map.of()));
    }

    /** It keeps what it had, and says what has become of it. */
    private ModelMessage again(Leaving letter) {
        Origin before = letter.message().origin;
        Map<DeathReason, Integer> deaths = new EnumMap<>(DeathReason.class);
        deaths.putAll(before.deaths());
        deaths.merge(letter.letter().reason(), 1, Integer::sum);
        Message message = letter.letter().message().withAddress(ADDRESS).arrivedAt(stage.model().now);
        return place(message, new Origin(publisher(), count++, before.group(), deaths));
    }

    /** The same message, when others have come before it after all. */
    ModelMessage later(ModelMessage message) {
        Origin origin = message.origin;
        return place(message.message, new Origin(origin.publisher(), count++, origin.group(), origin.deaths()));
    }

    private ModelMessage place(Message message, Origin origin) {
        boolean stored = stage.has(Feature.DURABLE) && (stage.has(Feature.QUORUM) || message.header().persistent());
        return stage.model().place(message, stored, origin);
    }

    private int publisher() {
        return stage.random.nextInt(PUBLISHERS);
    }

    private byte[] body() {
        return switch (stage.random.nextInt(20)) {
            case 0 -> HUGE;
            case 1, 2, 3 -> BIG;
            default -> SMALL;
        };
    }

    private ContentHeader header(boolean persistent, String group) {
        BasicPropertiesBuilder properties = BasicProperties.builder();
        if (persistent) {
            properties.deliveryMode(2);
        }
        if (stage.oneOf(4) && canBeFollowed(persistent)) {
            properties.expiration(String.valueOf(stage.random.nextInt(4) * 30));
        }
        if (!stage.oneOf(3)) {
            properties.priority(priority());
        }
        if (group != null) {
            FieldValue name = stage.random.nextBoolean() ? FieldValue.text(group) : new Int32(Integer.parseInt(group));
            properties.headers(FieldTable.of(GroupMessages.HEADER, name));
        }
        return ContentHeader.of(properties.build());
    }

    /** A message that expires behind others, without a word and without a trace in the store, would leave and nobody knew which. */
    private boolean canBeFollowed(boolean persistent) {
        boolean isStored = stage.has(Feature.DURABLE) && (persistent || stage.has(Feature.QUORUM));
        return isStored || stage.has(Feature.LETTERS) || !stage.has(Feature.GROUPS);
    }

    private int priority() {
        boolean isQuorum = stage.has(Feature.QUORUM);
        return isQuorum ? QUORUM_PRIORITIES[stage.random.nextInt(QUORUM_PRIORITIES.length)] : stage.random.nextInt(6);
    }
}
