package dev.leveret.amqp.value;

import static dev.leveret.amqp.testing.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.testing.RecordedFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Field tables: their types, their limits, and what makes two of them equal. */
class FieldTableTest {

    @Test
    void manyNamesOfOneHashAreFound() {
        // given names that Java's hashes cannot tell apart, so many that a list of them would be searched for minutes
        int bits = 17;
        var table = FieldTable.builder();
        for (int i = 0; i < 1 << bits; i++) {
            table.put(nameOfOneHash(i, bits), i);
        }
        FieldTable built = table.build();

        // then
        for (int i = 0; i < 1 << bits; i += 1_000) {
            assertEquals(new FieldValue.Int64(i), built.get(nameOfOneHash(i, bits)));
        }
        assertNull(built.get(nameOfOneHash(0, bits + 1)));
    }

    private static String nameOfOneHash(int number, int bits) {
        var name = new StringBuilder();
        for (int bit = 0; bit < bits; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void everyTypeIsReadAndWrittenWithItsTag() {
        // given a table with every type that RabbitMQ knows, at the edge of its range
        String hex = "017474 01" + "016262 80" + "014242 ff" + "017373 8000" + "017575 ffff" + "014949 80000000"
                + "016969 ffffffff" + "016c6c 8000000000000000" + "016666 40000000" + "016464 4000000000000000"
                + "014444 02ffffffff" + "015353 00000002fffe" + "017878 00000001ff" + "014141 00000003567401"
                + "015454 ffffffffffffffff" + "014646 00000003016156" + "015656";
        FieldTable table = bare(hex);

        // when it is read, and written again
        // then the values are what they say, and the bytes the same
        assertEquals(new FieldValue.Bool(true), table.get("t"));
        assertEquals(new FieldValue.Int8((byte) -128), table.get("b"));
        assertEquals(new FieldValue.UInt8(255), table.get("B"));
        assertEquals(new FieldValue.Int16((short) -32768), table.get("s"));
        assertEquals(new FieldValue.UInt16(65535), table.get("u"));
        assertEquals(new FieldValue.Int32(Integer.MIN_VALUE), table.get("I"));
        assertEquals(new FieldValue.UInt32(4294967295L), table.get("i"));
        assertEquals(new FieldValue.Int64(Long.MIN_VALUE), table.get("l"));
        assertEquals(new FieldValue.Float32(2), table.get("f"));
        assertEquals(new FieldValue.Float64(2), table.get("d"));
        assertEquals(new FieldValue.Decimal(2, -1), table.get("D"));
        assertEquals(new FieldValue.LongString(new byte[] {-1, -2}), table.get("S"));
        assertEquals(new FieldValue.Bytes(new byte[] {-1}), table.get("x"));
        assertEquals(
                new FieldValue.Array(List.of(new FieldValue.Void(), new FieldValue.Bool(true))), table.get("A"));
        assertEquals(new FieldValue.Timestamp(-1), table.get("T"));
        assertEquals(new FieldValue.Table(FieldTable.of("a", new FieldValue.Void())), table.get("F"));
        assertEquals(new FieldValue.Void(), table.get("V"));
        assertEquals(hex.replace(" ", ""), written(table));
        table.entries().forEach(entry -> assertEquals(entry.name(), String.valueOf(entry.value().tag())));
    }

    @Test
    void capitalLIsReadAsSignedAndNeverWritten() {
        FieldTable table = bare("01784c ffffffffffffffff");
        assertEquals(new FieldValue.Int64(-1), table.get("x"));
        assertEquals("01786cffffffffffffffff", written(table));
    }

    @Test
    void anyOctetButZeroIsTrue() {
        assertEquals(new FieldValue.Bool(true), bare("017474 02").get("t"));
    }

    @Test
    void integersOfAllSizesAreNumbers() {
        FieldTable table = bare("0161 62 80 0162 42 ff 0163 49 ffffffff 0164 69 ffffffff 0165 54 0000000000000001");
        assertEquals(OptionalLong.of(-128), table.get("a").integer());
        assertEquals(OptionalLong.of(255), table.get("b").integer());
        assertEquals(OptionalLong.of(-1), table.get("c").integer());
        assertEquals(OptionalLong.of(4294967295L), table.get("d").integer());
        assertEquals(OptionalLong.empty(), table.get("e").integer());
    }

    @Test
    void malformedTablesAreSyntaxErrors() {
        assertFails("SYNTAX_ERROR - unknown field type 63 in a table", () -> sized("00000003 01613f"));
        assertFails("SYNTAX_ERROR - field table ends too early", () -> sized("00000003 016149"));
        assertFails("SYNTAX_ERROR - field table ends too early", () -> sized("00000002 0561"));
        assertFails("SYNTAX_ERROR - field past the end of its table or array", () -> sized("00000005 01614900 00ffff"));
        assertFails("SYNTAX_ERROR - field table ends too early", () -> sized("00000007 016153 ffffffff"));
        assertFails("SYNTAX_ERROR - field table ends too early", () -> bare("016146 7fffffff"));
    }

    @Test
    void sixtyFourLevelsAreReadAndOneMoreIsNot() {
        assertEquals(nestedTables(64), ArgumentReader.of(bytes(nestedTables(64), true)).table());
        assertEquals(nestedArrays(64), ArgumentReader.of(bytes(nestedArrays(64), true)).table());
        for (FieldTable deep : List.of(nestedTables(65), nestedArrays(65), nestedTables(300))) {
            byte[] bytes = bytes(deep, true);
            assertFails(
                    "SYNTAX_ERROR - tables and arrays nested more than 64 deep",
                    () -> ArgumentReader.of(bytes).table());
            assertFails(
                    "SYNTAX_ERROR - tables and arrays nested more than 64 deep", () -> TableShape.end(bytes, 0));
        }
    }

    private static FieldTable nestedTables(int depth) {
        FieldTable table = FieldTable.of("leaf", new FieldValue.Void());
        for (int i = 1; i < depth; i++) {
            table = FieldTable.of("a", new FieldValue.Table(table));
        }
        return table;
    }

    private static FieldTable nestedArrays(int depth) {
        FieldValue array = new FieldValue.Array(List.of(new FieldValue.Void()));
        for (int i = 2; i < depth; i++) {
            array = new FieldValue.Array(List.of(array));
        }
        return FieldTable.of("a", array);
    }

    @Test
    void orderDoesNotMatterForEqualityButIsKept() {
        FieldTable one = FieldTable.builder().put("a", 1).put("b", "x").put("c", true).build();
        FieldTable other = FieldTable.builder().put("c", true).put("a", 1).put("b", "x").build();
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertEquals("c", other.entries().getFirst().name());
        assertNotEquals(one, one.with("a", new FieldValue.Int64(2)));
        assertNotEquals(one, one.without("b"));
        assertNotEquals(one, one.with("a", new FieldValue.Int32(1)));
    }

    @Test
    void firstOfTwoFieldsWithOneNameIsFoundAndBothAreKept() {
        FieldTable table = FieldTable.builder().put("a", 1).put("a", 2).build();
        assertEquals(new FieldValue.Int64(1), table.get("a"));
        assertEquals(2, table.size());
        assertNotEquals(table, FieldTable.builder().put("a", 2).put("a", 1).build());
        assertEquals(1, table.with("a", new FieldValue.Int64(3)).size());
        assertSame(FieldTable.EMPTY, table.without("a"));
    }

    @Test
    void bigTablesAreSearchedAsSmallOnesAre() {
        FieldTable.Builder builder = FieldTable.builder();
        for (int i = 0; i < 1000; i++) {
            builder.put("k" + i % 900, i);
        }
        FieldTable table = builder.build();
        assertEquals(new FieldValue.Int64(50), table.get("k50"));
        assertEquals(new FieldValue.Int64(899), table.get("k899"));
        assertNull(table.get("k900"));
    }

    @Test
    void responseOfAmqplainIsATableWithoutItsSize() {
        byte[] response = bytes(FieldTable.builder().put("LOGIN", "guest").put("PASSWORD", "secret").build(), false);
        FieldTable table = ArgumentReader.of(response).bareTable();
        assertEquals(FieldValue.text("guest"), table.get("LOGIN"));
        assertEquals(FieldValue.text("secret"), table.get("PASSWORD"));
        assertEquals(FieldTable.EMPTY, ArgumentReader.of(new byte[0]).bareTable());
        assertFails(
                "SYNTAX_ERROR - field table ends too early",
                () -> ArgumentReader.of("\5LOGINS".getBytes(StandardCharsets.ISO_8859_1)).bareTable());
    }

    @Test
    void namesThatDoNotFitAreADefectOfTheCaller() {
        FieldTable table = FieldTable.of("x".repeat(256), new FieldValue.Void());
        assertThrows(IllegalArgumentException.class, () -> bytes(table, true));
    }

    private static FieldTable bare(String hex) {
        return ArgumentReader.of(HexFormat.of().parseHex(hex.replace(" ", ""))).bareTable();
    }

    private static FieldTable sized(String hex) {
        return ArgumentReader.of(HexFormat.of().parseHex(hex.replace(" ", ""))).table();
    }

    private static String written(FieldTable table) {
        return HexFormat.of().formatHex(bytes(table, false));
    }

    private static byte[] bytes(FieldTable table, boolean sized) {
        ByteBuf out = Unpooled.buffer();
        ArgumentWriter writer = new ArgumentWriter(out);
        if (sized) {
            writer.putTable(table);
        } else {
            writer.putBareTable(table);
        }
        return RecordedFrames.drain(out);
    }
}
