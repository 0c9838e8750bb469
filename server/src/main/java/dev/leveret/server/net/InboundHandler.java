package dev.leveret.server.net;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.server.alarm.Intake;
import dev.leveret.server.connection.ConnectionSession;
import dev.leveret.server.loop.IngressGate;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a socket brings, for the session of its connection: bytes are decoded and dispatched in one go. */
final class InboundHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(InboundHandler.class);

    private final ConnectionSession session;
    private final Outbox outbox;
    private final IngressGate gate;
    private final Intake intake;
    private boolean gated;
    private boolean crowded;

    InboundHandler(ConnectionSession session, Outbox outbox, IngressGate gate, Intake intake) {
        this.session = session;
        this.outbox = outbox;
        this.gate = gate;
        this.intake = intake;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf in = (ByteBuf) received;
        int bytes = in.readableBytes();
        session.heard(bytes);
        try {
            while (in.isReadable()) {
                feed(in);
            }
        } finally {
            in.release(); // Owned: by this method; the decoder keeps no buffer.
        }
        if (session.fillsMemory()) {
            intake.taken(bytes);
        }
    }

    /** Stops at an error and can go on behind it: the client's answer to our close is still to come. */
    private void feed(ByteBuf in) {
        try {
            session.decoder().feed(in);
        } catch (AmqpException e) {
            session.frameFailed(e);
        } catch (RuntimeException e) {
            session.crashed(e);
        }
    }

    /**
     * Pauses a publisher while too much of what was published is on its way, and any client while too much is on its way
     * to it: whoever asks on and on and reads no answer would fill the memory with them.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!crowded && outbox.isCrowded()) {
            crowded = true;
            session.pauseReading();
            outbox.whenWritable(this::roomAgain);
        }
        if (!gated && session.publishes() && !gate.isOpen()) {
            gated = true;
            session.pauseReading();
            gate.whenOpen(this::gateOpened);
        }
    }

    private void roomAgain() {
        crowded = false;
        session.resumeReading();
    }

    private void gateOpened() {
        gated = false;
        session.resumeReading();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outbox.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outbox.closed();
        session.socketClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection {}: {}", session.name(), cause.toString());
        } else {
            LOG.error("connection {}: a defect ends it", session.name(), cause);
        }
        context.close();
    }
}
