package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Sender-selected distribution (RabbitMQ docs, sender-selected): the headers CC and BCC of a message hold more
 * routing keys for it, and BCC is taken out of what is delivered.
 */
final class SelectedKeys {

    private static final String CC = "CC";
    private static final String BCC = "BCC";

    private SelectedKeys() {}

    /**
     * Whether there may be such a header; if not, there is none. A look at the bytes, so that headers need
     * not be decoded for this: it takes other bytes that look like one of the names for it.
     */
    static boolean mayBeIn(ContentHeader header) {
        return header.hasHeaders() && looksLikeName(header.raw());
    }

    /** Looks for a C at every other place: of the two in each name one is there. */
    private static boolean looksLikeName(byte[] raw) {
        for (int i = 3; i < raw.length; i += 2) {
            if (raw[i] == 'C' && (endsName(raw, i) || i + 1 < raw.length && endsName(raw, i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the short string CC or BCC ends with this byte. */
    private static boolean endsName(byte[] raw, int i) {
        return raw[i] == 'C'
                && raw[i - 1] == 'C'
                && (raw[i - 2] == 2 || raw[i - 2] == 'B' && raw[i - 3] == 3);
    }

    /**
     * The keys in both headers; what is no long string among them is passed over.
     *
     * @throws AmqpException 406 if one of the headers is not an array
     */
    static List<String> in(FieldTable headers) {
        FieldValue open = headers.get(CC);
        FieldValue blind = headers.get(BCC);
        if (open == null && blind == null) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        collect(CC, open, keys);
        collect(BCC, blind, keys);
        return keys;
    }

    private static void collect(String name, FieldValue value, List<String> keys) {
        if (value == null) {
            return;
        }
        if (!(value instanceof FieldValue.Array array)) {
            throw AmqpException.preconditionFailed(
                    "invalid message: {unacceptable_type_in_header,\"%s\",%s}", name, ArgumentText.typeName(value));
        }
        for (FieldValue element : array.values()) {
            if (element instanceof FieldValue.LongString key) {
                keys.add(key.text());
            }
        }
    }

    /** The message as it is delivered: without BCC. */
    static Message withoutBlind(Message message) {
        FieldTable headers = message.header().headers();
        if (!headers.contains(BCC)) {
            return message;
        }
        var properties = message.header().properties().with().headers(headers.without(BCC)).build();
        return message.withHeader(ContentHeader.of(properties));
    }
}
