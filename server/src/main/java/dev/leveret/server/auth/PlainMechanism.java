package dev.leveret.server.auth;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.error.AmqpException;
import java.util.Arrays;

/**
 * The user and the password, each after a zero byte. Source: RFC 4616; an identity to act for, which would come first, is
 * refused as in RabbitMQ.
 */
record PlainMechanism() implements SaslMechanism {

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public Proof prove(byte[] response, PeerCertificate peer) {
        int userAt = 1;
        int passwordAt = zeroFrom(response, userAt) + 1;
        if (response[0] != 0 || hasZero(response, passwordAt)) {
            throw malformed();
        }
        return Proof.Password.of(
                Arrays.copyOfRange(response, userAt, passwordAt - 1),
                Arrays.copyOfRange(response, passwordAt, response.length));
    }

    private static int zeroFrom(byte[] response, int start) {
        for (int i = start; i < response.length; i++) {
            if (response[i] == 0) {
                return i;
            }
        }
        throw malformed();
    }

    /** RFC 4616 allows none in a password. */
    private static boolean hasZero(byte[] response, int start) {
        for (int i = start; i < response.length; i++) {
            if (response[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static AmqpException malformed() {
        return syntaxError("response of mechanism PLAIN is malformed");
    }
}
