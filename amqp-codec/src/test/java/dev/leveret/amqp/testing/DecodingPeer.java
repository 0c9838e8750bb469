package dev.leveret.amqp.testing;

import dev.leveret.amqp.frame.ContentAssembler;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.ArgumentReader;
import java.util.HashMap;
import java.util.Map;

/** Does with frames what a server does: decodes all of them, and puts contents together. */
public final class DecodingPeer implements FrameHandler {

    private static final int BODY_SIZE_MAX = 1 << 20;

    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private int methodCount;
    private int messageCount;
    private Message last;

    @Override
    public void protocolHeader(boolean supported) {}

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        if (channel == 0) {
            MethodDecoder.toConnection(id, arguments);
        } else {
            ContentAssembler assembler = channel(channel);
            assembler.expectMethod();
            ToChannel method = MethodDecoder.toChannel(id, arguments);
            if (method instanceof BasicMethod.Publish publish) {
                assembler.begin(publish);
            }
        }
        methodCount++;
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        if (channel(channel).header(classId, bodySize, header)) {
            finish(channel);
        }
    }

    @Override
    public void body(int channel, byte[] chunk) {
        if (channel(channel).body(chunk)) {
            finish(channel);
        }
    }

    private ContentAssembler channel(int channel) {
        ContentAssembler known = channels.get(channel);
        if (known == null) {
            known = new ContentAssembler(BODY_SIZE_MAX);
            channels.put(channel, known);
        }
        return known;
    }

    private void finish(int channel) {
        last = channel(channel).take(0);
        messageCount++;
    }

    @Override
    public void heartbeat(int channel) {}

    @Override
    public boolean stopped() {
        return false;
    }

    public int methodCount() {
        return methodCount;
    }

    public int messageCount() {
        return messageCount;
    }

    /** The last message that was complete. */
    public Message last() {
        return last;
    }
}
