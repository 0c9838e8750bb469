package dev.leveret.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is in a PEM file, in its order. Source: RFC 7468; text around the blocks is passed over. */
final class PemFile {

    /** No certificate or key comes near it. */
    private static final int SIZE_MAX = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * A block.
     *
     * @param label {@code CERTIFICATE}, {@code PRIVATE KEY} ...
     */
    record Block(String label, byte[] content) {}

    private PemFile() {}

    /**
     * All blocks.
     *
     * @throws IOException in one line, if the file cannot be read or a block is none
     */
    static List<Block> read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), content(file, matcher.group(1), matcher.group(2))));
        }
        return blocks;
    }

    private static byte[] content(Path file, String label, String text) throws IOException {
        if (text.contains("Proc-Type:")) {
            throw new IOException(file + ": the key is encrypted in OpenSSL's old way;"
                    + " 'openssl pkcs8 -topk8' makes one that can be read of it");
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": what is between BEGIN and END " + label + " is no base64", e);
        }
    }

    /**
     * The bytes of a file, whatever it is.
     *
     * @throws IOException in one line
     */
    static byte[] bytes(Path file) throws IOException {
        byte[] bytes = readAtMost(file, SIZE_MAX + 1);
        if (bytes.length > SIZE_MAX) {
            throw new IOException(file + ": is no certificate or key: it has more than " + SIZE_MAX + " bytes");
        }
        return bytes;
    }

    private static byte[] readAtMost(Path file, int size) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(size);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": cannot be read: no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
