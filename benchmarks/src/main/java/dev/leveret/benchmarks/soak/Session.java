package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Connection;
import java.io.IOException;

/** What a client does with a connection, again and again with a new one. */
interface Session {

    /** Works until it is told to stop, or the connection is lost, which it may say by an exception. */
    void work(Connection connection) throws IOException, InterruptedException;

    /** The connection has ended, in whatever way. */
    void ended();
}
