package dev.leveret.amqp.testing;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.Opaque;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random values of every kind that methods and headers are made of, the same ones for the same seed. */
public final class RandomValues {

    private static final int DEPTH_MAX = 4;
    private static final long[] EDGES = {
        0, 1, -1, 127, 128, 255, 32767, 32768, 65535, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;
    private boolean bytesInTables = true;

    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** Leaves binary data out of tables: the client's objects are never equal with it. */
    public RandomValues withoutBytes() {
        bytesInTables = false;
        return this;
    }

    public Random random() {
        return random;
    }

    public boolean bit() {
        return random.nextBoolean();
    }

    public int octet() {
        return (int) number() & 0xff;
    }

    public int shortInt() {
        return (int) number() & 0xffff;
    }

    public long longInt() {
        return number() & 0xffff_ffffL;
    }

    /** Often one at the edge of a type. */
    public long number() {
        return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
    }

    public byte[] bytes(int sizeMax) {
        byte[] bytes = new byte[random.nextInt(sizeMax + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Up to 255 bytes of UTF-8, now and then with characters of two, three and four bytes. */
    public String shortText() {
        int sizeMax = random.nextInt(20) == 0 ? 255 : 20;
        StringBuilder text = new StringBuilder();
        while (true) {
            String next = character();
            if (random.nextInt(12) == 0 || (text + next).getBytes(StandardCharsets.UTF_8).length > sizeMax) {
                return text.toString();
            }
            text.append(next);
        }
    }

    private String character() {
        return switch (random.nextInt(12)) {
            case 0 -> "ü";
            case 1 -> "€";
            case 2 -> "🐇";
            case 3 -> "\ufffd"; // what malformed bytes are replaced by may itself be sent
            case 4 -> "\0";
            default -> Character.toString(' ' + random.nextInt(95));
        };
    }

    public Opaque opaque() {
        return new Opaque(bytes(40));
    }

    public Address address() {
        return Address.of(shortText(), shortText());
    }

    public FieldTable table() {
        return table(1);
    }

    /** Names are distinct, since the client reads into a map. */
    private FieldTable table(int depth) {
        FieldTable.Builder table = FieldTable.builder();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            String name = shortText();
            table.put((name.length() > 30 ? "long" : name) + i, value(depth));
        }
        return table.build();
    }

    private FieldValue value(int depth) {
        return switch (random.nextInt(depth < DEPTH_MAX ? 17 : 15)) {
            case 0 -> new FieldValue.Bool(bit());
            case 1 -> new FieldValue.Int8((byte) number());
            case 2 -> new FieldValue.UInt8(octet());
            case 3 -> new FieldValue.Int16((short) number());
            case 4 -> new FieldValue.UInt16(shortInt());
            case 5 -> new FieldValue.Int32((int) number());
            case 6 -> new FieldValue.UInt32(longInt());
            case 7 -> new FieldValue.Int64(number());
            case 8 -> new FieldValue.Float32(Float.intBitsToFloat((int) number()));
            case 9 -> new FieldValue.Float64(Double.longBitsToDouble(number()));
            case 10 -> new FieldValue.Decimal(octet(), (int) number());
            case 11 -> new FieldValue.LongString(bytes(30));
            case 12 -> bytesInTables ? new FieldValue.Bytes(bytes(30)) : new FieldValue.Void();
            case 13 -> new FieldValue.Timestamp(random.nextInt());
            case 14 -> new FieldValue.Void();
            case 15 -> array(depth + 1);
            default -> new FieldValue.Table(table(depth + 1));
        };
    }

    private FieldValue array(int depth) {
        List<FieldValue> values = new ArrayList<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            values.add(value(depth));
        }
        return new FieldValue.Array(values);
    }

    public BasicProperties properties() {
        return BasicProperties.builder()
                .contentType(orNull(shortText()))
                .contentEncoding(orNull(shortText()))
                .headers(orNull(table()))
                .deliveryMode(orNull(octet()))
                .priority(orNull(octet()))
                .correlationId(orNull(shortText()))
                .replyTo(orNull(shortText()))
                .expiration(orNull(shortText()))
                .messageId(orNull(shortText()))
                .timestamp(orNull((long) random.nextInt()))
                .type(orNull(shortText()))
                .userId(orNull(shortText()))
                .appId(orNull(shortText()))
                .clusterId(orNull(shortText()))
                .build();
    }

    private <T> T orNull(T value) {
        return random.nextBoolean() ? value : null;
    }
}
