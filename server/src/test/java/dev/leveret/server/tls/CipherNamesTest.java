package dev.leveret.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cipher suites have two names. */
class CipherNamesTest {

    @ParameterizedTest
    @CsvSource({
        "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ECDHE-RSA-AES128-GCM-SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, DHE-RSA-AES256-SHA256",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
    })
    void openSslHasTheSameWordsInAnotherForm(String iana, String openSsl) throws IOException {
        assertEquals(openSsl, CipherNames.openSsl(iana));
        assertEquals(List.of(iana, iana), CipherNames.iana(List.of(openSsl, iana), List.of("TLS_X", iana)));
    }

    @Test
    void cipherThatIsNotThereIsTold() {
        IOException e = assertThrows(
                IOException.class, () -> CipherNames.iana(List.of("RC4-MD5"), List.of("TLS_AES_128_GCM_SHA256")));
        assertEquals("ssl_options.ciphers: 'RC4-MD5' is no cipher that is there", e.getMessage());
    }
}
