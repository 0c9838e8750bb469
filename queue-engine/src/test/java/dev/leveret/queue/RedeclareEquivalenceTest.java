package dev.leveret.queue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.Int32;
import dev.leveret.amqp.value.FieldValue.Int64;
import org.junit.jupiter.api.Test;

/** What a queue may be declared with once more. Texts and order as RabbitMQ 3.10.8 has them. */
class RedeclareEquivalenceTest {

    private static final String QUEUE = "queue 'q' in vhost '/'";
    private static final String LOCKED = "405 cannot obtain exclusive access to locked queue 'q' in vhost '/'."
            + " It could be originally declared on another connection or the exclusive property value does not"
            + " match that of the original declaration.";
    private static final String OK = "ok";

    private static String redeclare(String current, String received) {
        var settings = new QueueSettings(
                "/", "q", flag(current, 'd'), flag(current, 'e'), flag(current, 'a'), FieldTable.EMPTY);
        return answer(() -> ArgumentEquivalence.check(
                settings, flag(received, 'd'), flag(received, 'e'), flag(received, 'a'), FieldTable.EMPTY));
    }

    private static boolean flag(String flags, char flag) {
        return flags.indexOf(flag) >= 0;
    }

    private static String compare(FieldTable current, FieldTable received) {
        return answer(() -> ArgumentEquivalence.checkArguments(current, received, QUEUE));
    }

    private static String answer(Runnable check) {
        try {
            check.run();
            return OK;
        } catch (AmqpException refusal) {
            return refusal.error().code().code() + " " + refusal.error().text();
        }
    }

    private static String different(String name, String difference) {
        return "406 inequivalent arg '" + name + "' for queue 'q' in vhost '/': " + difference;
    }

    private static FieldTable ttl(FieldValue value) {
        return FieldTable.of("x-message-ttl", value);
    }

    @Test
    void theSameFieldsAreAccepted() {
        for (String flags : new String[] {"", "d", "e", "a", "da", "ea", "dea"}) {
            assertEquals(OK, redeclare(flags, flags), flags);
        }
    }

    @Test
    void aDifferentFieldIsNamedWithBothValues() {
        assertEquals(different("durable", "received 'false' but current is 'true'"), redeclare("d", ""));
        assertEquals(different("durable", "received 'true' but current is 'false'"), redeclare("", "d"));
        assertEquals(different("auto_delete", "received 'true' but current is 'false'"), redeclare("d", "da"));
        assertEquals(different("auto_delete", "received 'false' but current is 'true'"), redeclare("a", ""));
    }

    @Test
    void aQueueWhoseExclusivenessDiffersIsLocked() {
        assertEquals(LOCKED, redeclare("", "e"));
        assertEquals(LOCKED, redeclare("e", ""));
    }

    @Test
    void onlyTheFirstDifferenceIsTold() {
        assertEquals(LOCKED, redeclare("", "dea"));
        assertEquals(different("durable", "received 'true' but current is 'false'"), redeclare("", "da"));
    }

    @Test
    void anExclusiveQueueIsTheSameDeclaredDurableOrNot() {
        assertEquals(OK, redeclare("e", "de"));
        assertEquals(OK, redeclare("de", "e"));
    }

    @Test
    void argumentsComeAfterTheFields() {
        // given a queue without arguments
        var settings = new QueueSettings("/", "q", true, false, false, FieldTable.EMPTY);

        // when it is redeclared with a different field and an argument
        var refusal = assertThrows(
                AmqpException.class,
                () -> ArgumentEquivalence.check(settings, true, false, true, ttl(new Int32(5))));

        // then the field is told
        assertEquals(
                "inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is 'false'",
                refusal.error().text());
    }

    @Test
    void anArgumentThatIsMissingOrNewOrDifferentIsNamed() {
        assertEquals(
                different("x-message-ttl", "received none but current is the value '1000' of type 'long'"),
                compare(ttl(new Int64(1000)), FieldTable.EMPTY));
        assertEquals(
                different("x-message-ttl", "received the value '1000' of type 'signedint' but current is none"),
                compare(FieldTable.EMPTY, ttl(new Int32(1000))));
        assertEquals(
                different("x-message-ttl", "received '2000' but current is '1000'"),
                compare(ttl(new Int32(1000)), ttl(new Int32(2000))));
        assertEquals(
                different("x-message-ttl", "received none but current is '1000'"),
                compare(ttl(new Int32(1000)), ttl(new FieldValue.Void())));
    }

    @Test
    void integersAreComparedByValue() {
        assertEquals(OK, compare(ttl(new Int64(100)), ttl(new FieldValue.Int8((byte) 100))));
        assertEquals(OK, compare(ttl(new FieldValue.UInt8(200)), ttl(new FieldValue.Int16((short) 200))));
        assertEquals(
                different("x-message-ttl", "received '1000' but current is '1000'"),
                compare(ttl(new Int32(1000)), ttl(FieldValue.text("1000"))));
    }

    @Test
    void textIsTheSameAsStringOrAsBinaryData() {
        var text = FieldTable.of("x-dead-letter-exchange", FieldValue.text("d"));
        var binary = FieldTable.of("x-dead-letter-exchange", new FieldValue.Bytes(new byte[] {'d'}));
        assertEquals(OK, compare(text, binary));
        assertEquals(OK, compare(binary, text));
    }

    @Test
    void typesAreNamedAsRabbitMqNamesThem() {
        Object[][] names = {
            {"byte", "100", new FieldValue.Int8((byte) 100)},
            {"unsignedbyte", "100", new FieldValue.UInt8(100)},
            {"short", "100", new FieldValue.Int16((short) 100)},
            {"unsignedshort", "100", new FieldValue.UInt16(100)},
            {"signedint", "-5", new Int32(-5)},
            {"unsignedint", "100", new FieldValue.UInt32(100)},
            {"long", "100", new Int64(100)},
            {"bool", "true", new FieldValue.Bool(true)},
            {"longstr", "a", FieldValue.text("a")},
            {"double", "1.5", new FieldValue.Float64(1.5)},
            {"float", "1.5", new FieldValue.Float32(1.5f)},
            {"timestamp", "1000000000", new FieldValue.Timestamp(1000000000)},
            {"binary", "a", new FieldValue.Bytes(new byte[] {'a'})},
            {"void", "undefined", new FieldValue.Void()},
        };
        for (Object[] row : names) {
            String expected = "received the value '" + row[1] + "' of type '" + row[0] + "' but current is none";
            assertEquals(
                    different("x-message-ttl", expected), compare(FieldTable.EMPTY, ttl((FieldValue) row[2])));
        }
    }

    @Test
    void theOrderIsFixedWhateverTheClientSent() {
        var all = FieldTable.builder()
                .put("x-max-length", 5)
                .put("x-message-ttl", 1000)
                .put("x-expires", 60000)
                .build();
        assertEquals(
                different("x-expires", "received the value '60000' of type 'long' but current is none"),
                compare(FieldTable.EMPTY, all));
        assertEquals(
                different("x-message-ttl", "received the value '1000' of type 'long' but current is none"),
                compare(FieldTable.of("x-max-length", new Int32(6)), all.without("x-expires")));
    }

    @Test
    void aClassicQueueNeedNotSaySo() {
        var classic = FieldTable.of("x-queue-type", FieldValue.text("classic"));
        var quorum = FieldTable.of("x-queue-type", FieldValue.text("quorum"));
        assertEquals(OK, compare(classic, FieldTable.EMPTY));
        assertEquals(OK, compare(FieldTable.EMPTY, classic));
        assertEquals(
                different("x-queue-type", "received 'quorum' but current is 'classic'"), compare(classic, quorum));
        assertEquals(
                different("x-queue-type", "received the value 'quorum' of type 'longstr' but current is none"),
                compare(FieldTable.EMPTY, quorum));
    }

    @Test
    void unknownArgumentsAndThoseOfOtherQueueTypesAreNotCompared() {
        for (String name : new String[] {"x-foo", "x-delivery-limit", "x-max-age"}) {
            var some = FieldTable.of(name, new Int32(1));
            assertDoesNotThrow(() -> ArgumentEquivalence.checkArguments(some, FieldTable.EMPTY, QUEUE));
            assertDoesNotThrow(() -> ArgumentEquivalence.checkArguments(FieldTable.EMPTY, some, QUEUE));
        }
    }

    @Test
    void aQuorumQueueHasToSaySo() {
        var quorum = FieldTable.of("x-queue-type", FieldValue.text("quorum"));
        assertEquals(OK, compare(quorum, quorum));
        assertEquals(
                different("x-queue-type", "received none but current is the value 'quorum' of type 'longstr'"),
                compare(quorum, FieldTable.EMPTY));
    }

    @Test
    void ofAQuorumQueueItsOwnArgumentsAreCompared() {
        var quorum = FieldTable.of("x-queue-type", FieldValue.text("quorum"));
        var limited = quorum.with("x-delivery-limit", new Int32(5));
        assertEquals(
                different("x-delivery-limit", "received none but current is the value '5' of type 'signedint'"),
                compare(limited, quorum));
        assertEquals(
                different("x-delivery-limit", "received '6' but current is '5'"),
                compare(limited, quorum.with("x-delivery-limit", new Int32(6))));
        assertEquals(OK, compare(quorum, quorum.with("x-max-priority", new Int32(5))));
    }
}
