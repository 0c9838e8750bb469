package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;

/** Class 40: exchanges, and RabbitMQ's bindings from one exchange to another. */
public sealed interface ExchangeMethod extends Method {

    int CLASS = 40 << 16;

    /** Creates an exchange, or checks that there is one. */
    record Declare(
            String exchange,
            String type,
            boolean passive,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            boolean noWait,
            FieldTable arguments)
            implements ExchangeMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Declare decode(ArgumentReader in) {
            in.skipShort(); // reserved-1, once the access ticket
            String exchange = in.shortString();
            String type = in.shortString();
            int bits = in.octet();
            FieldTable arguments = in.table();
            return new Declare(
                    exchange,
                    type,
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
                    (bits & 16) != 0,
                    arguments);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(exchange);
            out.putShortString(type);
            out.putBits(passive, durable, autoDelete, internal, noWait);
            out.putTable(arguments);
        }
    }

    /** The exchange is there. */
    record DeclareOk() implements ExchangeMethod, FromServer {

        public static final int ID = CLASS | 11;

        @Override
        public int id() {
            return ID;
        }
    }

    /** Deletes an exchange. */
    record Delete(String exchange, boolean ifUnused, boolean noWait) implements ExchangeMethod, ToChannel {

        public static final int ID = CLASS | 20;

        static Delete decode(ArgumentReader in) {
            in.skipShort();
            String exchange = in.shortString();
            int bits = in.octet();
            return new Delete(exchange, (bits & 1) != 0, (bits & 2) != 0);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(exchange);
            out.putBits(ifUnused, noWait);
        }
    }

    /** The exchange is gone. */
    record DeleteOk() implements ExchangeMethod, FromServer {

        public static final int ID = CLASS | 21;

        @Override
        public int id() {
            return ID;
        }
    }

    /** RabbitMQ (exchange to exchange bindings): what reaches the source goes on to the destination. */
    record Bind(String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
            implements ExchangeMethod, ToChannel {

        public static final int ID = CLASS | 30;

        static Bind decode(ArgumentReader in) {
            in.skipShort();
            String destination = in.shortString();
            String source = in.shortString();
            String routingKey = in.shortString();
            boolean noWait = in.bit();
            FieldTable arguments = in.table();
            return new Bind(destination, source, routingKey, noWait, arguments);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(destination);
            out.putShortString(source);
            out.putShortString(routingKey);
            out.putBits(noWait);
            out.putTable(arguments);
        }
    }

    /** The binding is there. */
    record BindOk() implements ExchangeMethod, FromServer {

        public static final int ID = CLASS | 31;

        @Override
        public int id() {
            return ID;
        }
    }

    /** RabbitMQ (exchange to exchange bindings): takes such a binding away. */
    record Unbind(String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
            implements ExchangeMethod, ToChannel {

        public static final int ID = CLASS | 40;

        static Unbind decode(ArgumentReader in) {
            in.skipShort();
            String destination = in.shortString();
            String source = in.shortString();
            String routingKey = in.shortString();
            boolean noWait = in.bit();
            FieldTable arguments = in.table();
            return new Unbind(destination, source, routingKey, noWait, arguments);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(destination);
            out.putShortString(source);
            out.putShortString(routingKey);
            out.putBits(noWait);
            out.putTable(arguments);
        }
    }

    /** The binding is gone. Its id is 51, though its request's is 40. */
    record UnbindOk() implements ExchangeMethod, FromServer {

        public static final int ID = CLASS | 51;

        @Override
        public int id() {
            return ID;
        }
    }
}
