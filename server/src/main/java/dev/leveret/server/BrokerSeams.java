package dev.leveret.server;

import dev.leveret.server.alarm.JvmProbe;
import dev.leveret.server.alarm.ResourceProbe;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.net.BrokerServer;
import dev.leveret.server.net.Timers;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Where the broker meets what tests want to hold in their hands.
 *
 * @param timers of a connection, for its event loop
 * @param clock milliseconds since 1970
 * @param ticks milliseconds since some moment, which neither jump nor go back when the clock is set
 * @param probe memory and disk
 */
public record BrokerSeams(
        Function<EventLoop, Timers> timers, LongSupplier clock, LongSupplier ticks, ResourceProbe probe) {

    /** Real time, real memory, real disk. */
    public static BrokerSeams real(BrokerSettings settings) {
        return new BrokerSeams(
                BrokerServer.NETTY_TIMERS,
                System::currentTimeMillis,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                new JvmProbe(settings.node().data()));
    }
}
