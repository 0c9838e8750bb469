package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;

/** Class 50: queues and their bindings. */
public sealed interface QueueMethod extends Method {

    int CLASS = 50 << 16;

    /** Creates a queue, or checks that there is one. An empty name asks the server for one. */
    record Declare(
            String queue,
            boolean passive,
            boolean durable,
            boolean exclusive,
            boolean autoDelete,
            boolean noWait,
            FieldTable arguments)
            implements QueueMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Declare decode(ArgumentReader in) {
            in.skipShort(); // reserved-1, once the access ticket
            String queue = in.shortString();
            int bits = in.octet();
            FieldTable arguments = in.table();
            return new Declare(
                    queue,
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
            out.putShortString(queue);
            out.putBits(passive, durable, exclusive, autoDelete, noWait);
            out.putTable(arguments);
        }
    }

    /** The queue is there, with so many ready messages and consumers. */
    record DeclareOk(String queue, long messageCount, long consumerCount) implements QueueMethod, FromServer {

        public static final int ID = CLASS | 11;

        static DeclareOk decode(ArgumentReader in) {
            return new DeclareOk(in.shortString(), in.longInt(), in.longInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(queue);
            out.putLong(messageCount);
            out.putLong(consumerCount);
        }
    }

    /** Binds a queue to an exchange. */
    record Bind(String queue, String exchange, String routingKey, boolean noWait, FieldTable arguments)
            implements QueueMethod, ToChannel {

        public static final int ID = CLASS | 20;

        static Bind decode(ArgumentReader in) {
            in.skipShort();
            String queue = in.shortString();
            String exchange = in.shortString();
            String routingKey = in.shortString();
            boolean noWait = in.bit();
            FieldTable arguments = in.table();
            return new Bind(queue, exchange, routingKey, noWait, arguments);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(queue);
            out.putShortString(exchange);
            out.putShortString(routingKey);
            out.putBits(noWait);
            out.putTable(arguments);
        }
    }

    /** The binding is there. */
    record BindOk() implements QueueMethod, FromServer {

        public static final int ID = CLASS | 21;

        @Override
        public int id() {
            return ID;
        }
    }

    /** Drops all ready messages. */
    record Purge(String queue, boolean noWait) implements QueueMethod, ToChannel {

        public static final int ID = CLASS | 30;

        static Purge decode(ArgumentReader in) {
            in.skipShort();
            String queue = in.shortString();
            boolean noWait = in.bit();
            return new Purge(queue, noWait);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(queue);
            out.putBits(noWait);
        }
    }

    /** So many messages were dropped. */
    record PurgeOk(long messageCount) implements QueueMethod, FromServer {

        public static final int ID = CLASS | 31;

        static PurgeOk decode(ArgumentReader in) {
            return new PurgeOk(in.longInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLong(messageCount);
        }
    }

    /** Deletes a queue. */
    record Delete(String queue, boolean ifUnused, boolean ifEmpty, boolean noWait)
            implements QueueMethod, ToChannel {

        public static final int ID = CLASS | 40;

        static Delete decode(ArgumentReader in) {
            in.skipShort();
            String queue = in.shortString();
            int bits = in.octet();
            return new Delete(queue, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(queue);
            out.putBits(ifUnused, ifEmpty, noWait);
        }
    }

    /** The queue is gone, with so many ready messages. */
    record DeleteOk(long messageCount) implements QueueMethod, FromServer {

        public static final int ID = CLASS | 41;

        static DeleteOk decode(ArgumentReader in) {
            return new DeleteOk(in.longInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLong(messageCount);
        }
    }

    /** Takes a binding away. It has no no-wait. */
    record Unbind(String queue, String exchange, String routingKey, FieldTable arguments)
            implements QueueMethod, ToChannel {

        public static final int ID = CLASS | 50;

        static Unbind decode(ArgumentReader in) {
            in.skipShort();
            String queue = in.shortString();
            String exchange = in.shortString();
            String routingKey = in.shortString();
            FieldTable arguments = in.table();
            return new Unbind(queue, exchange, routingKey, arguments);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(queue);
            out.putShortString(exchange);
            out.putShortString(routingKey);
            out.putTable(arguments);
        }
    }

    /** The binding is gone. */
    record UnbindOk() implements QueueMethod, FromServer {

        public static final int ID = CLASS | 51;

        @Override
        public int id() {
            return ID;
        }
    }
}
