package dev.leveret.amqp.method;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;

/** Class 60: publishing, delivering and settling messages. */
public sealed interface BasicMethod extends Method {

    int CLASS = 60 << 16;

    /** Limits what is delivered ahead of settlement; 0 is no limit. */
    record Qos(long prefetchSize, int prefetchCount, boolean global) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Qos decode(ArgumentReader in) {
            return new Qos(in.longInt(), in.shortInt(), in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLong(prefetchSize);
            out.putShort(prefetchCount);
            out.putBits(global);
        }
    }

    /** The limits are in force. */
    record QosOk() implements BasicMethod, FromServer {

        public static final int ID = CLASS | 11;

        @Override
        public int id() {
            return ID;
        }
    }

    /** Starts a consumer. An empty tag asks the server for one. */
    record Consume(
            String queue,
            String consumerTag,
            boolean noLocal,
            boolean noAck,
            boolean exclusive,
            boolean noWait,
            FieldTable arguments)
            implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 20;

        static Consume decode(ArgumentReader in) {
            in.skipShort(); // reserved-1, once the access ticket
            String queue = in.shortString();
            String consumerTag = in.shortString();
            int bits = in.octet();
            FieldTable arguments = in.table();
            return new Consume(
                    queue,
                    consumerTag,
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
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
            out.putShortString(consumerTag);
            out.putBits(noLocal, noAck, exclusive, noWait);
            out.putTable(arguments);
        }
    }

    /** The consumer has started. */
    record ConsumeOk(String consumerTag) implements BasicMethod, FromServer {

        public static final int ID = CLASS | 21;

        static ConsumeOk decode(ArgumentReader in) {
            return new ConsumeOk(in.shortString());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(consumerTag);
        }
    }

    /**
     * Ends a consumer. RabbitMQ (consumer cancel notification): the server sends it too, when the queue is
     * gone.
     */
    record Cancel(String consumerTag, boolean noWait) implements BasicMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 30;

        static Cancel decode(ArgumentReader in) {
            return new Cancel(in.shortString(), in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(consumerTag);
            out.putBits(noWait);
        }
    }

    /** The consumer has ended. */
    record CancelOk(String consumerTag) implements BasicMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 31;

        static CancelOk decode(ArgumentReader in) {
            return new CancelOk(in.shortString());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(consumerTag);
        }
    }

    /** Hands a message to an exchange. A content header and its body follow. */
    record Publish(Address address, boolean mandatory, boolean immediate) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 40;

        static Publish decode(ArgumentReader in) {
            in.skipShort();
            Address address = in.address();
            int bits = in.octet();
            return new Publish(address, (bits & 1) != 0, (bits & 2) != 0);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putAddress(address);
            out.putBits(mandatory, immediate);
        }

        public String exchange() {
            return address.exchange();
        }

        public String routingKey() {
            return address.routingKey();
        }
    }

    /** Gives back a message that could not be routed. Its content follows. */
    record Return(int replyCode, String replyText, Address address) implements BasicMethod, FromServer {

        public static final int ID = CLASS | 50;

        static Return decode(ArgumentReader in) {
            return new Return(in.shortInt(), in.shortString(), in.address());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(replyCode);
            out.putShortString(replyText);
            out.putAddress(address);
        }
    }

    /** Hands a message to a consumer. Its content follows. */
    record Deliver(String consumerTag, long deliveryTag, boolean redelivered, Address address)
            implements BasicMethod, FromServer {

        public static final int ID = CLASS | 60;

        static Deliver decode(ArgumentReader in) {
            return new Deliver(in.shortString(), in.longLong(), in.bit(), in.address());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShortString(consumerTag);
            out.putLongLong(deliveryTag);
            out.putBits(redelivered);
            out.putAddress(address);
        }
    }

    /** Asks for one message. */
    record Get(String queue, boolean noAck) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 70;

        static Get decode(ArgumentReader in) {
            in.skipShort();
            String queue = in.shortString();
            boolean noAck = in.bit();
            return new Get(queue, noAck);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putShort(0);
            out.putShortString(queue);
            out.putBits(noAck);
        }
    }

    /** The message that was asked for, with how many are left. Its content follows. */
    record GetOk(long deliveryTag, boolean redelivered, Address address, long messageCount)
            implements BasicMethod, FromServer {

        public static final int ID = CLASS | 71;

        static GetOk decode(ArgumentReader in) {
            return new GetOk(in.longLong(), in.bit(), in.address(), in.longInt());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLongLong(deliveryTag);
            out.putBits(redelivered);
            out.putAddress(address);
            out.putLong(messageCount);
        }
    }

    /** There is no message. */
    record GetEmpty() implements BasicMethod, FromServer {

        public static final int ID = CLASS | 72;

        static GetEmpty decode(ArgumentReader in) {
            in.skipShortString(); // reserved-1, once the cluster id
            return new GetEmpty();
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

    /**
     * Settles one delivery, or all up to it. Tag 0 with {@code multiple} settles everything. From the
     * server it is a confirm.
     */
    record Ack(long deliveryTag, boolean multiple) implements BasicMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 80;

        static Ack decode(ArgumentReader in) {
            return new Ack(in.longLong(), in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLongLong(deliveryTag);
            out.putBits(multiple);
        }
    }

    /** Refuses one delivery. */
    record Reject(long deliveryTag, boolean requeue) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 90;

        static Reject decode(ArgumentReader in) {
            return new Reject(in.longLong(), in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLongLong(deliveryTag);
            out.putBits(requeue);
        }
    }

    /** As {@link Recover}, without an answer. */
    record RecoverAsync(boolean requeue) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 100;

        static RecoverAsync decode(ArgumentReader in) {
            return new RecoverAsync(in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putBits(requeue);
        }
    }

    /** Asks for all unsettled deliveries of the channel once more. */
    record Recover(boolean requeue) implements BasicMethod, ToChannel {

        public static final int ID = CLASS | 110;

        static Recover decode(ArgumentReader in) {
            return new Recover(in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putBits(requeue);
        }
    }

    /** The deliveries are back in their queues. */
    record RecoverOk() implements BasicMethod, FromServer {

        public static final int ID = CLASS | 111;

        @Override
        public int id() {
            return ID;
        }
    }

    /**
     * RabbitMQ (negative acknowledgements): refuses one delivery, or all up to it. From the server it is a
     * negative confirm.
     */
    record Nack(long deliveryTag, boolean multiple, boolean requeue)
            implements BasicMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 120;

        static Nack decode(ArgumentReader in) {
            long deliveryTag = in.longLong();
            int bits = in.octet();
            return new Nack(deliveryTag, (bits & 1) != 0, (bits & 2) != 0);
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLongLong(deliveryTag);
            out.putBits(multiple, requeue);
        }
    }
}
