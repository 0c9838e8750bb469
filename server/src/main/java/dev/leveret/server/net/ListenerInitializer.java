package dev.leveret.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/** Gives a listener what it needs besides Netty's own. */
final class ListenerInitializer extends ChannelInitializer<Channel> {

    private final Function<EventLoop, Timers> timers;

    ListenerInitializer(Function<EventLoop, Timers> timers) {
        this.timers = timers;
    }

    @Override
    protected void initChannel(Channel listener) {
        listener.pipeline().addLast(new AcceptPause(timers.apply(listener.eventLoop())));
    }
}
