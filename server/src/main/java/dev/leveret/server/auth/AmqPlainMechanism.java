package dev.leveret.server.auth;

import static dev.leveret.amqp.error.AmqpException.syntaxError;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/** A field table, without the size that precedes tables elsewhere, of LOGIN and PASSWORD. AMQP 0-8's own mechanism. */
record AmqPlainMechanism() implements SaslMechanism {

    @Override
    public String name() {
        return "AMQPLAIN";
    }

    @Override
    public Proof prove(byte[] response, PeerCertificate peer) {
        FieldTable table = ArgumentReader.of(response).bareTable();
        return Proof.Password.of(field(table, "LOGIN"), field(table, "PASSWORD"));
    }

    private static byte[] field(FieldTable table, String name) {
        if (table.get(name) instanceof FieldValue.LongString text) {
            return text.bytes();
        }
        throw syntaxError("AMQPLAIN auth info is missing the %s field", name);
    }
}
