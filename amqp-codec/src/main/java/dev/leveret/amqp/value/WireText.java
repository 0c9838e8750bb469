package dev.leveret.amqp.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text in wire bytes that should be UTF-8. */
public final class WireText {

    /** What the JDK decodes malformed bytes to; it may also have been sent. */
    private static final char REPLACEMENT = '\ufffd';

    private WireText() {}

    /**
     * The text, with a question mark for what is malformed: it never takes more bytes than it came in, so
     * that a short string stays one.
     */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return isWellFormed(text, bytes) ? text : replaced(bytes);
    }

    /** The same for the bytes from one index to another, which is not included. */
    public static String of(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : of(Arrays.copyOfRange(bytes, from, to));
    }

    /** Whether decoding these bytes to this text has lost nothing. */
    static boolean isWellFormed(String text, byte[] bytes) {
        return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static String replaced(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith("?");
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a replacing decoder does not fail", e);
        }
    }
}
