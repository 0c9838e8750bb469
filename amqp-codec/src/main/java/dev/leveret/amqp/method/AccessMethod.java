package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;

/** Class 30: a leftover of AMQP 0-9 that old clients still use. Tickets mean nothing. */
public sealed interface AccessMethod extends Method {

    int CLASS = 30 << 16;

    /** Asks for an access ticket. */
    record Request(
            String realm,
            boolean exclusive,
            boolean passive,
            boolean active,
            boolean write,
            boolean read)
            implements AccessMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Request decode(ArgumentReader in) {
            String realm = in.shortString();
            int bits = in.octet();
            return new Request(
                    realm,
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
                    (bits & 16) != 0);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(realm);
            out.putBits(exclusive, passive, active, write, read);
        }
    }

    /** Hands out a ticket; RabbitMQ's is always 1. */
    record RequestOk(int ticket) implements AccessMethod, FromServer {

        public static final int ID = CLASS | 11;

        static RequestOk decode(ArgumentReader in) {
            return new RequestOk(in.shortInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(ticket);
        }
    }
}
