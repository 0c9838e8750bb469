package dev.leveret.amqp.value;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

/**
 * Walks over a field table in its wire bytes, to know that it is well-formed without decoding it. It
 * accepts what {@link ArgumentReader#table} accepts, and allocates nothing.
 */
public final class TableShape {

    /** So many tables and arrays may be within each other. */
    public static final int DEPTH_MAX = TableReader.DEPTH_MAX;

    private TableShape() {}

    /**
     * The index behind the table that starts, with its size, at this index.
     *
     * @throws dev.leveret.amqp.error.AmqpException 502 if it is malformed or nested too deeply
     */
    public static int end(byte[] bytes, int start) {
        return sized(bytes, start, bytes.length, true, 1);
    }

    /** A table's or an array's end. */
    private static int sized(byte[] bytes, int start, int limit, boolean named, int depth) {
        int index = require(start, Integer.BYTES, limit);
        int end = require(index, size(bytes, start), limit);
        if (index == end) {
            return end;
        }
        if (depth > TableReader.DEPTH_MAX) {
            throw syntaxError("tables and arrays nested more than %d deep", TableReader.DEPTH_MAX);
        }
        while (index < end) {
            int tagged = named ? require(require(index, 1, end), bytes[index] & 0xff, end) : index;
            index = valueEnd(bytes, tagged, end, depth);
        }
        return end;
    }

    private static int valueEnd(byte[] bytes, int start, int limit, int depth) {
        int index = require(start, 1, limit);
        return switch (bytes[start]) {
            case 'V' -> index;
            case 't', 'b', 'B' -> require(index, 1, limit);
            case 's', 'u' -> require(index, 2, limit);
            case 'I', 'i', 'f' -> require(index, 4, limit);
            case 'D' -> require(index, 5, limit);
            case 'l', 'L', 'd', 'T' -> require(index, 8, limit);
            case 'S', 'x' -> {
                int text = require(index, Integer.BYTES, limit);
                yield require(text, size(bytes, index), limit);
            }
            case 'F' -> sized(bytes, index, limit, true, depth + 1);
            case 'A' -> sized(bytes, index, limit, false, depth + 1);
            default -> throw syntaxError("unknown field type %d in a table", bytes[start] & 0xff);
        };
    }

    private static long size(byte[] bytes, int index) {
        return (bytes[index] & 0xffL) << 24
                | (bytes[index + 1] & 0xff) << 16
                | (bytes[index + 2] & 0xff) << 8
                | bytes[index + 3] & 0xff;
    }

    /** The index that many bytes on, if they are there. */
    private static int require(int index, long size, int limit) {
        if (size > limit - index) {
            throw syntaxError("length %d where %d octets are left", size, limit - index);
        }
        return index + (int) size;
    }
}
