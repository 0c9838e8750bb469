package dev.leveret.amqp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Argument values in the words of RabbitMQ. */
class ArgumentTextTest {

    static Stream<Arguments> values() {
        FieldTable table = FieldTable.builder().put("k", "v").put("n", 7).build();
        return Stream.of(
                arguments(new FieldValue.Bool(true), "bool", "true"),
                arguments(new FieldValue.Int8((byte) -1), "byte", "-1"),
                arguments(new FieldValue.UInt8(255), "unsignedbyte", "255"),
                arguments(new FieldValue.Int16((short) -2), "short", "-2"),
                arguments(new FieldValue.UInt16(65535), "unsignedshort", "65535"),
                arguments(new FieldValue.Int32(-3), "signedint", "-3"),
                arguments(new FieldValue.UInt32(4294967295L), "unsignedint", "4294967295"),
                arguments(new FieldValue.Int64(1L << 40), "long", "1099511627776"),
                arguments(new FieldValue.Float32(1.5f), "float", "1.5"),
                arguments(new FieldValue.Float64(-0.25), "double", "-0.25"),
                arguments(new FieldValue.Decimal(2, 314), "decimal", "{2,314}"),
                arguments(FieldValue.text("a\"b\\"), "longstr", "<<\"a\\\"b\\\\\">>"),
                arguments(FieldValue.text(""), "longstr", "<<>>"),
                arguments(new FieldValue.Bytes(new byte[] {1, -1}), "binary", "<<1,255>>"),
                arguments(new FieldValue.Array(List.of()), "array", "[]"),
                arguments(
                        new FieldValue.Array(List.of(FieldValue.text("a"), new FieldValue.Int32(1))),
                        "array",
                        "[{longstr,<<\"a\">>},{signedint,1}]"),
                arguments(new FieldValue.Timestamp(9), "timestamp", "9"),
                arguments(new FieldValue.Table(table), "table", "[{<<\"k\">>,longstr,<<\"v\">>},{<<\"n\">>,long,7}]"),
                arguments(new FieldValue.Void(), "void", "undefined"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueAndTypeAreNamedAsInErlang(FieldValue value, String typeName, String term) {
        assertEquals(typeName, ArgumentText.typeName(value));
        assertEquals(term, ArgumentText.term(value));
    }
}
