package dev.leveret.interop.differential;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What becomes of the messages that one channel publishes, which waits for each before the next. */
final class Settlements implements ConfirmListener, ReturnCallback, ShutdownListener {

    private static final String RETURNED = "returned";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Settlements() {}

    /** Puts a channel into confirm mode and listens to it. */
    static Settlements of(Channel channel) throws IOException {
        Settlements settlements = new Settlements();
        channel.confirmSelect();
        channel.addConfirmListener(settlements);
        channel.addReturnListener(settlements);
        channel.addShutdownListener(settlements);
        return settlements;
    }

    /** What became of the message published last: a return perhaps, and then a confirm, a refusal or a close. */
    String next() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        do {
            String event = events.poll(Deadline.SECONDS, TimeUnit.SECONDS);
            seen.add(event == null ? "neither confirmed nor refused" : event);
        } while (seen.getLast().startsWith(RETURNED));
        return String.join(", ", seen);
    }

    @Override
    public void handleAck(long tag, boolean multiple) {
        events.add("confirmed");
    }

    @Override
    public void handleNack(long tag, boolean multiple) {
        events.add("refused");
    }

    @Override
    public void handle(Return returned) {
        events.add(RETURNED + " " + returned.getReplyCode() + " " + returned.getReplyText() + " from \""
                + returned.getExchange() + "\" key \"" + returned.getRoutingKey() + "\" "
                + Rendering.content(returned.getProperties(), returned.getBody()));
    }

    @Override
    public void shutdownCompleted(ShutdownSignalException cause) {
        if (!cause.isInitiatedByApplication()) {
            events.add(Rendering.close(CloseReason.of(cause.getReason())));
        }
    }
}
