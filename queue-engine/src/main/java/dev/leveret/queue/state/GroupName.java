package dev.leveret.queue.state;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldValue;
import java.nio.charset.StandardCharsets;

/**
 * Which group a message belongs to, as one of its headers says. Text and binary data of the same bytes are the same group; any other
 * value is the group of its text, so a number is the same whatever its width, and the same as its digits.
 */
final class GroupName {

    private final String header;

    GroupName(String header) {
        this.header = header;
    }

    /** A character for each byte; null if the message has no such header, or one without a value. */
    String of(Message message) {
        FieldValue value = message.header().header(header);
        return switch (value) {
            case null -> null;
            case FieldValue.Void nothing -> null;
            case FieldValue.LongString text -> of(text.bytes());
            case FieldValue.Bytes data -> of(data.bytes());
            default -> of(ArgumentText.plain(value).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1); // every byte is kept, also where it is no text
    }
}
