package dev.leveret.amqp.frame;

/** The frame types and fixed sizes of AMQP 0-9-1 §4.2.3. */
public final class FrameType {

    public static final int METHOD = 1;
    public static final int HEADER = 2;
    public static final int BODY = 3;
    public static final int HEARTBEAT = 8;

    /** The octet that ends every frame. */
    public static final int END = 0xce;

    /** Bytes in front of a payload: type, channel, payload size. */
    public static final int HEAD_SIZE = 7;

    /** Bytes around a payload. */
    public static final int OVERHEAD_SIZE = HEAD_SIZE + 1;

    private FrameType() {}
}
