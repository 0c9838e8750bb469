package dev.leveret.server.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys from PEM: PKCS#8, plain or encrypted, and the older forms of RSA (PKCS#1) and of elliptic curves (SEC1),
 * which become PKCS#8 by being wrapped. Source: RFC 5208, RFC 8017 appendix A.1.2, RFC 5915.
 */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448", "RSASSA-PSS");

    /** Where it is written; each host has one of its own. */
    static final String PASSWORD = "ssl_options.password (or password beside its own certfile)";

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] ELLIPTIC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PrivateKeys() {}

    /**
     * The first private key of a file.
     *
     * @param password empty: none
     * @throws IOException in one line, if there is none that can be used
     */
    static PrivateKey read(Path file, String password) throws IOException {
        for (PemFile.Block block : PemFile.read(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decoded(file, block.content());
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decoded(file, decrypted(file, block.content(), password));
                }
                case "RSA PRIVATE KEY" -> {
                    return decoded(file, wrapped(RSA, block.content()));
                }
                case "EC PRIVATE KEY" -> {
                    return decoded(file, wrapped(curve(file, block.content()), block.content()));
                }
                default -> {} // EC PARAMETERS, and certificates that somebody keeps in the same file
            }
        }
        throw new IOException(file + ": has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey decoded(Path file, byte[] pkcs8) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException ofAnotherAlgorithm) {
                continue;
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": keys of " + algorithm + " can't be read here", e);
            }
        }
        throw new IOException(file + ": its private key is damaged, or not one of RSA, elliptic curves or Edwards curves");
    }

    private static byte[] decrypted(Path file, byte[] encrypted, String password) throws IOException {
        if (password.isEmpty()) {
            throw new IOException(file + ": is encrypted, and there is no password for it, which would be " + PASSWORD);
        }
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(encrypted);
        } catch (IOException e) {
            throw new IOException(file + ": its private key is damaged", e);
        }
        try {
            // The parameters of PBES2 name its parts together, which is the name that the JDK has for it.
            String algorithm = info.getAlgParameters() != null && info.getAlgName().matches("PBES2|1\\.2\\.840\\.113549\\.1\\.5\\.13")
                    ? info.getAlgParameters().toString()
                    : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw new IOException(file + ": the password is wrong, which is " + PASSWORD, e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": is encrypted in a way that is not known here;"
                    + " 'openssl pkcs8 -topk8 -v2 aes256' makes one that can be read of it", e);
        }
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(VERSION_0);
        content.write(tagged(SEQUENCE, algorithm));
        content.write(tagged(OCTET_STRING, key));
        return tagged(SEQUENCE, content.toByteArray());
    }

    /** The algorithm of a key in SEC1: that of elliptic curves, with the name of the curve, which is in the key. */
    private static byte[] curve(Path file, byte[] sec1) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(sec1);
        try {
            ByteBuffer fields = content(in, SEQUENCE);
            while (fields.hasRemaining()) {
                int tag = fields.get(fields.position()) & 0xff;
                ByteBuffer field = content(fields, tag);
                if (tag == PARAMETERS) {
                    ByteArrayOutputStream algorithm = new ByteArrayOutputStream();
                    algorithm.write(ELLIPTIC);
                    algorithm.write(tagged(OBJECT_ID, bytes(content(field, OBJECT_ID))));
                    return algorithm.toByteArray();
                }
            }
        } catch (RuntimeException e) {
            throw new IOException(file + ": is no private key of an elliptic curve", e);
        }
        throw new IOException(file + ": does not name the curve of its key");
    }

    /** The content of the element that comes next, which has to have this tag. */
    private static ByteBuffer content(ByteBuffer in, int tag) {
        if ((in.get() & 0xff) != tag) {
            throw new IllegalArgumentException("not the tag " + tag);
        }
        int size = in.get() & 0xff;
        if (size > 0x80) {
            int octets = size - 0x80;
            size = 0;
            for (int i = 0; i < octets; i++) {
                size = size << 8 | in.get() & 0xff;
            }
        }
        ByteBuffer content = in.slice(in.position(), size);
        in.position(in.position() + size);
        return content;
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static byte[] tagged(int tag, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >>> 8);
            out.write(content.length);
        }
        out.write(content);
        return out.toByteArray();
    }
}
