package dev.leveret.amqp.message;

import static dev.leveret.amqp.testing.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties stay as they came, and malformed ones are noticed before anybody decodes them. */
class ContentHeaderTest {

    @Test
    void propertiesComeBackFromTheirBytes() {
        for (int seed = 0; seed < 5000; seed++) {
            BasicProperties properties = new RandomValues(seed).properties();
            ContentHeader header = ContentHeader.of(ContentHeader.of(properties).raw());
            assertEquals(properties, header.properties(), "seed " + seed);
            assertEquals(properties.headers() != null, header.hasHeaders());
            assertEquals(properties.headers() == null ? FieldTable.EMPTY : properties.headers(), header.headers());
            assertEquals(properties.replyTo() != null, header.hasReplyTo());
            assertEquals(properties.expiration() != null, header.hasExpiration());
            assertEquals(properties.userId() != null, header.hasUserId());
            assertEquals(properties.deliveryMode() == null ? 0 : properties.deliveryMode(), header.deliveryMode());
            assertEquals(properties.priority() == null ? 0 : properties.priority(), header.priority());
        }
    }

    @Test
    void deliveryModeTwoIsPersistent() {
        assertTrue(header("1000 02").persistent());
        assertFalse(header("1000 01").persistent());
        assertFalse(header("1000 07").persistent());
        assertFalse(header("0000").persistent());
        assertFalse(header("0800 02").persistent());
    }

    @Test
    void malformedPropertiesAreSyntaxErrors() {
        assertFails("SYNTAX_ERROR - content header without property flags", () -> header(""));
        assertFails("SYNTAX_ERROR - content header without property flags", () -> header("80"));
        assertFails("SYNTAX_ERROR - unknown property flags 1", () -> header("0001"));
        assertFails("SYNTAX_ERROR - unknown property flags 2", () -> header("0002 0161"));
        assertFails("SYNTAX_ERROR - content header ends 2 octets too early", () -> header("8000 05616263"));
        assertFails("SYNTAX_ERROR - content header ends 1 octets too early", () -> header("8000"));
        assertFails("SYNTAX_ERROR - content header ends 8 octets too early", () -> header("0040"));
        assertFails("SYNTAX_ERROR - 3 octets behind the last property", () -> header("0000 616263"));
        assertFails("SYNTAX_ERROR - unknown field type 63 in a table", () -> header("2000 00000003 01613f"));
        assertFails("SYNTAX_ERROR - length 256 where 0 octets are left", () -> header("2000 00000100"));
        assertFails("SYNTAX_ERROR - length 4 where 1 octets are left", () -> header("2000 00000004 01614900"));
        assertFails("SYNTAX_ERROR - length 4294967295 where 1 octets are left", () -> header("2000 ffffffff 00"));
    }

    @Test
    void whatIsAcceptedCanBeDecodedAndWhatIsNotCannot() {
        Random random = new Random(11);
        int accepted = 0;
        for (int seed = 0; seed < 50_000; seed++) {
            // given random properties with a few octets changed, or cut short
            byte[] raw = ContentHeader.of(new RandomValues(seed % 500).properties()).raw().clone();
            for (int i = random.nextInt(3); i > 0; i--) {
                raw[random.nextInt(raw.length)] = (byte) random.nextInt();
            }
            raw = random.nextInt(8) == 0 ? Arrays.copyOf(raw, random.nextInt(raw.length + 3)) : raw;

            // when they are looked over and when they are decoded
            // then both agree on whether they are well-formed
            boolean wellFormed = isDecodable(raw);
            assertEquals(wellFormed, isAccepted(raw), HexFormat.of().formatHex(raw));
            accepted += wellFormed ? 1 : 0;
        }
        assertTrue(accepted > 5_000 && accepted < 45_000, "accepted " + accepted);
    }

    private static boolean isAccepted(byte[] raw) {
        try {
            return ContentHeader.of(raw) != null;
        } catch (AmqpException e) {
            return false;
        }
    }

    private static boolean isDecodable(byte[] raw) {
        try {
            ArgumentReader in = ArgumentReader.of(raw);
            BasicProperties.decode(in);
            in.finish();
            return true;
        } catch (AmqpException e) {
            return false;
        }
    }

    @Test
    void malformedTextIsRelayedAndReadWithReplacements() {
        ContentHeader header = header("8000 02fffe");
        assertEquals("??", header.properties().contentType());
        assertArrayEquals(new byte[] {(byte) 0x80, 0, 2, -1, -2}, header.raw());
    }

    @Test
    void malformedTextStillFitsWhenItIsWrittenAgain() {
        // given a header's name and a content type of 255 octets, none of them UTF-8
        ContentHeader header = header("a000 ff" + "ff".repeat(255) + "00000101 ff" + "ff".repeat(255) + "56");

        // when they are decoded and encoded
        // then each malformed octet has become one
        ContentHeader again = ContentHeader.of(header.properties());
        assertEquals(header.raw().length, again.raw().length);
        assertEquals("?".repeat(255), again.properties().contentType());
        assertEquals("?".repeat(255), header.headers().entries().getFirst().name());
    }

    @Test
    void onePropertyIsReplacedAmongTheBytesOfTheOthers() {
        for (int seed = 0; seed < 2000; seed++) {
            RandomValues values = new RandomValues(seed);
            BasicProperties properties = values.properties();
            ContentHeader header = ContentHeader.of(properties);
            FieldTable headers = values.table();
            assertEquals(properties.with().headers(headers).build(), header.withHeaders(headers).properties());
            assertEquals(properties.with().replyTo("r").build(), header.withReplyTo("r").properties());
        }
        assertEquals(header("8200 01ff 0172"), header("8000 01ff").withReplyTo("r"));
    }

    @Test
    void decodingHappensOnce() {
        ContentHeader header = header("a000 0161 00000003 016156");
        assertSame(header.properties(), header.properties());
        assertSame(header.headers(), header.headers());
        assertEquals(1, header.headers().size());
    }

    private static ContentHeader header(String hex) {
        return ContentHeader.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
