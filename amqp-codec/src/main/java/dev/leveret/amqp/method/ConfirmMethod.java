package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;

/** Class 85, RabbitMQ (publisher confirms): makes the server confirm what is published. */
public sealed interface ConfirmMethod extends Method {

    int CLASS = 85 << 16;

    /** Puts the channel into confirm mode. */
    record Select(boolean noWait) implements ConfirmMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Select decode(ArgumentReader in) {
            return new Select(in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putBits(noWait);
        }
    }

    /** The channel is in confirm mode. */
    record SelectOk() implements ConfirmMethod, FromServer {

        public static final int ID = CLASS | 11;

        @Override
        public int id() {
            return ID;
        }
    }
}
