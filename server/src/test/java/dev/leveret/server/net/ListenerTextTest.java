package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How addresses are written. */
class ListenerTextTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,     127.0.0.1:5672",
        "::1,           [::1]:5672",
        "::,            [::]:5672",
        "2001:db8:0:0:1:0:0:7, [2001:db8::1:0:0:7]:5672",
    })
    void zerosOfIpv6AreLeftOut(String address, String text) throws Exception {
        assertEquals(text, Listeners.text(new InetSocketAddress(InetAddress.getByName(address), 5672)));
    }
}
