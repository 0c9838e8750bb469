package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.leveret.server.config.BrokerSettings;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an accepted socket is given. */
class SocketInitializerTest {

    @Test
    void socketThatCannotBeGivenAConnectionTakesNoPlaceOnItsLoop() {
        // given a socket that has taken the only place of its loop's first layer
        EmbeddedChannel socket = new EmbeddedChannel();
        LoopChooser chooser = new LoopChooser(1);
        chooser.newChooser(new EventExecutor[] {socket.eventLoop(), new DefaultEventLoop()});
        assertSame(socket.eventLoop(), chooser.next());

        Reception nowhere = new Reception(
                Map.of(), null, null, new Connections(), new Admissions(BrokerSettings.defaults().listen().admission()));

        // when making its connection fails, since its loop is none of the broker's
        socket.pipeline().addLast(new SocketInitializer(chooser, nowhere, Optional.empty()));

        // then it is closed, and its place is free
        assertFalse(socket.isOpen());
        assertSame(socket.eventLoop(), chooser.next());
    }
}
