package dev.leveret.server.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The limit of open files, as Linux tells it. */
class OpenFilesTest {

    @Test
    void softLimitHolds() {
        assertEquals(1024, OpenFiles.read("""
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             7823                 7823                 processes
                Max open files            1024                 524288               files
                """));
    }

    @Test
    void unlimitedOrUnknownIsNoLimit() {
        assertEquals(Integer.MAX_VALUE, OpenFiles.read("Max open files            unlimited            unlimited            files\n"));
        assertEquals(Integer.MAX_VALUE, OpenFiles.read(""));
    }
}
