package dev.leveret.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Encrypts a connection. Unlike Netty's own it looks at the size of a record before it collects it: that may say 64 KiB,
 * and what is collected grows in powers of two.
 */
final class TlsHandler extends SslHandler {

    /** The largest record that TLS 1.2 has. Source: RFC 5246 section 6.2.3; that of TLS 1.3 is smaller. */
    private static final int RECORD_SIZE_MAX = (1 << 14) + 2048;

    private static final int HEAD_SIZE = 5;
    private static final int SIZE_INDEX = 3;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;

    private boolean heard;

    /** @param tasks what takes long is done there, not on the connection's loop: signatures, and checks of certificates */
    TlsHandler(SSLEngine engine, Executor tasks) {
        super(engine, false, tasks);
        setHandshakeTimeoutMillis(0); // see TlsEvents, whose timers tests can turn
    }

    /** Called with a record at the front, or the part of one that has come. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SSLException {
        if (in.isReadable()) {
            heard = true;
            int type = in.getUnsignedByte(in.readerIndex());
            if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
                refuse(in, "what came is no TLS");
            }
        }
        if (in.readableBytes() >= HEAD_SIZE && in.getUnsignedShort(in.readerIndex() + SIZE_INDEX) > RECORD_SIZE_MAX) {
            refuse(in, "a record is larger than any can be");
        }
        super.decode(context, in, out);
    }

    /** What a task finds when the connection has ended meanwhile would pass all handlers, which have gone, and be logged with its stack. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (!context.isRemoved()) {
            super.exceptionCaught(context, cause);
        }
    }

    /** Whether anything has come. */
    boolean hasHeard() {
        return heard;
    }

    private static void refuse(ByteBuf in, String why) throws NotSslRecordException {
        in.skipBytes(in.readableBytes());
        throw new NotSslRecordException(why);
    }
}
