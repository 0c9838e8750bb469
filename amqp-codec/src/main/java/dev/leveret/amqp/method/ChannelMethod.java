package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;

/** Class 20: opening and closing a channel. */
public sealed interface ChannelMethod extends Method {

    int CLASS = 20 << 16;

    /** Opens the channel. */
    record Open() implements ChannelMethod, ToChannel {

        public static final int ID = CLASS | 10;

        static Open decode(ArgumentReader in) {
            in.skipShortString(); // reserved-1, once out of band
            return new Open();
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

    /** The channel is open. */
    record OpenOk() implements ChannelMethod, FromServer {

        public static final int ID = CLASS | 11;

        static OpenOk decode(ArgumentReader in) {
            in.longString(); // reserved-1, once the channel id
            return new OpenOk();
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putLongString("");
        }
    }

    /** Stops or resumes the flow of content. */
    record Flow(boolean active) implements ChannelMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 20;

        static Flow decode(ArgumentReader in) {
            return new Flow(in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putBits(active);
        }
    }

    /** Tells the flow that is now in force. */
    record FlowOk(boolean active) implements ChannelMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 21;

        static FlowOk decode(ArgumentReader in) {
            return new FlowOk(in.bit());
        }

        @Override
        public int id() {
            return ID;
        }

        @Override
        public void encodeArguments(ArgumentWriter out) {
            out.putBits(active);
        }
    }

    /** Asks for the end of the channel; nothing else is heeded after it. */
    record Close(int replyCode, String replyText, int classId, int methodId)
            implements ChannelMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 40;

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

    /** The channel is closed; its number may be used again. */
    record CloseOk() implements ChannelMethod, ToChannel, FromServer {

        public static final int ID = CLASS | 41;

        @Override
        public int id() {
            return ID;
        }
    }
}
