package dev.leveret.server.control.verb;

import dev.leveret.server.control.RequestException;
import java.util.Arrays;
import java.util.Locale;

/** What numbers of bytes are told in: the option {@code --unit}. */
enum ByteUnit {
    BYTES(1),
    MB(1_000_000),
    GB(1_000_000_000);

    private final int bytes;

    ByteUnit(int bytes) {
        this.bytes = bytes;
    }

    /** The one that is asked for; gigabytes if none is. */
    static ByteUnit of(CommandWords words) throws RequestException {
        String word = words.option("unit", "gb");
        return Arrays.stream(values())
                .filter(unit -> unit.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> words.misused(
                        "\"unit '" + word + "' is not supported. Please use one of: bytes, mb, gb\""));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** So many bytes, for people. */
    String text(long count) {
        return this == BYTES
                ? count + " bytes"
                : String.format(Locale.ROOT, "%.4f %s", (double) count / bytes, word());
    }
}
