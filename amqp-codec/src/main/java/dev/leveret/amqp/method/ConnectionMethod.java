package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.Opaque;

/** Class 10: opening, tuning and closing a connection. All of it travels on channel 0. */
public sealed interface ConnectionMethod extends Method {

    int CLASS = 10 << 16;

    /** Proposes a protocol version, SASL mechanisms and locales, both separated by spaces. */
    record Start(
            int versionMajor,
            int versionMinor,
            FieldTable serverProperties,
            String mechanisms,
            String locales)
            implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 10;

        static Start decode(ArgumentReader in) {
            return new Start(in.octet(), in.octet(), in.table(), in.longText(), in.longText());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putOctet(versionMajor);
            out.putOctet(versionMinor);
            out.putTable(serverProperties);
            out.putLongString(mechanisms);
            out.putLongString(locales);
        }
    }

    /** Selects a mechanism and brings its first response. */
    record StartOk(FieldTable clientProperties, String mechanism, Opaque response, String locale)
            implements ConnectionMethod, ToConnection {

        public static final int ID = CLASS | 11;

        static StartOk decode(ArgumentReader in) {
            return new StartOk(in.table(), in.shortString(), in.opaque(), in.shortString());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putTable(clientProperties);
            out.putShortString(mechanism);
            out.putOpaque(response);
            out.putShortString(locale);
        }
    }

    /** One more challenge of the SASL mechanism. */
    record Secure(Opaque challenge) implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 20;

        static Secure decode(ArgumentReader in) {
            return new Secure(in.opaque());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putOpaque(challenge);
        }
    }

    /** The response to a challenge. */
    record SecureOk(Opaque response) implements ConnectionMethod, ToConnection {

        public static final int ID = CLASS | 21;

        static SecureOk decode(ArgumentReader in) {
            return new SecureOk(in.opaque());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putOpaque(response);
        }
    }

    /**
     * Proposes limits. Frame sizes count the whole frame, 0 is no limit; heartbeats are in seconds, 0 is
     * none.
     */
    record Tune(int channelMax, long frameMax, int heartbeat) implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 30;

        static Tune decode(ArgumentReader in) {
            return new Tune(in.shortInt(), in.longInt(), in.shortInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(channelMax);
            out.putLong(frameMax);
            out.putShort(heartbeat);
        }
    }

    /** Settles the limits, see {@link Tune}. */
    record TuneOk(int channelMax, long frameMax, int heartbeat) implements ConnectionMethod, ToConnection {

        public static final int ID = CLASS | 31;

        static TuneOk decode(ArgumentReader in) {
            return new TuneOk(in.shortInt(), in.longInt(), in.shortInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(channelMax);
            out.putLong(frameMax);
            out.putShort(heartbeat);
        }
    }

    /** Opens a virtual host. */
    record Open(String virtualHost) implements ConnectionMethod, ToConnection {

        public static final int ID = CLASS | 40;

        static Open decode(ArgumentReader in) {
            String virtualHost = in.shortString();
            in.skipShortString(); // reserved-1, once capabilities
            in.octet(); // reserved-2, once insist
            return new Open(virtualHost);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(virtualHost);
            out.putShortString("");
            out.putOctet(0);
        }
    }

    /** The virtual host is open. */
    record OpenOk() implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 41;

        static OpenOk decode(ArgumentReader in) {
            in.skipShortString(); // reserved-1, once known hosts
            return new OpenOk();
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString("");
        }
    }

    /** Asks for the end of the connection; nothing else is heeded after it. */
    record Close(int replyCode, String replyText, int classId, int methodId)
            implements ConnectionMethod, ToConnection, FromServer {

        public static final int ID = CLASS | 50;

        static Close decode(ArgumentReader in) {
            return new Close(in.shortInt(), in.shortString(), in.shortInt(), in.shortInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(replyCode);
            out.putShortString(replyText);
            out.putShort(classId);
            out.putShort(methodId);
        }
    }

    /** The connection may be dropped. */
    record CloseOk() implements ConnectionMethod, ToConnection, FromServer {

        public static final int ID = CLASS | 51;

        @Override
        public int id() {
            return ID;
        }
    }

    /** RabbitMQ (connection.blocked): publishers are not read for now. */
    record Blocked(String reason) implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 60;

        static Blocked decode(ArgumentReader in) {
            return new Blocked(in.shortString());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(reason);
        }
    }

    /** RabbitMQ (connection.blocked): publishers are read again. */
    record Unblocked() implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 61;

        @Override
        public int id() {
            return ID;
        }
    }

    /** RabbitMQ (OAuth 2 guide): replaces a credential that is about to expire. */
    record UpdateSecret(Opaque newSecret, String reason) implements ConnectionMethod, ToConnection {

        public static final int ID = CLASS | 70;

        static UpdateSecret decode(ArgumentReader in) {
            return new UpdateSecret(in.opaque(), in.shortString());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putOpaque(newSecret);
            out.putShortString(reason);
        }
    }

    /** The new secret is in use. */
    record UpdateSecretOk() implements ConnectionMethod, FromServer {

        public static final int ID = CLASS | 71;

        @Override
        public int id() {
            return ID;
        }
    }
}
