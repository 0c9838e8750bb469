package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Amounts as people write them. */
class DataSizeTest {

    @Test
    void unitsWithABAreDecimal() {
        assertEquals(50_000_000, bytes("50MB"));
        assertEquals(2_000_000_000, bytes("2GB"));
        assertEquals(7_000, bytes("7kb"));
        assertEquals(3_000_000_000_000L, bytes("3 TB"));
    }

    @Test
    void unitsWithAnIOrNothingAreBinary() {
        assertEquals(1L << 30, bytes("1024MiB"));
        assertEquals(1L << 30, bytes("1024M"));
        assertEquals(512, bytes("512"));
        assertEquals(4096, bytes("4k"));
    }

    @Test
    void anythingElseIsNoAmount() {
        List<String> wrong = List.of("", "MB", "-1", "1.5GB", "10XB", "5iB", "99999999PB", "12345678901234567890");
        for (String text : wrong) {
            assertTrue(DataSize.parse(text).isEmpty(), text);
        }
    }

    private static long bytes(String text) {
        return DataSize.parse(text).orElseThrow();
    }
}
