package dev.leveret.server.connection;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.channel.ChannelSession;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the log says of one connection: a line when it is there, when it is open, for each error, and when it ends. The words are
 * RabbitMQ's, for whoever looks for them; where RabbitMQ breaks the line there is a space. Owned by the connection's loop.
 */
final class ConnectionLog {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    /** Of RabbitMQ's category for channels, as what a channel's own class logs. */
    private static final Logger CHANNELS = LoggerFactory.getLogger(ChannelSession.class);

    private final String pid;
    private final String ends;
    private String clientName = "";
    private String owner = "";
    private boolean told;
    private boolean ended;

    /**
     * @param id of this run of the broker
     * @param ends both ends of the socket
     */
    ConnectionLog(long id, String ends) {
        this.pid = "<0." + id + ".0>";
        this.ends = ends;
    }

    /** It is no mere look whether the broker answers, which is not worth a line: those come every few seconds. */
    void accepted() {
        told = true;
        LOG.info("accepting AMQP connection {} ({})", pid, ends);
    }

    /** The client has said who it is. */
    void introduced(FieldTable clientProperties) {
        FieldValue name = clientProperties.get("connection_name");
        clientName = name == null ? "" : " - " + ArgumentText.plain(name);
    }

    /** Somebody has logged in. */
    void loggedIn(String user) {
        owner = ", user: '" + user + "'";
    }

    /** connection.open has succeeded. */
    void opened(String user, String vhost) {
        owner = ", vhost: '" + vhost + "', user: '" + user + "'";
        LOG.info("connection {} ({}{}): user '{}' authenticated and granted access to vhost '{}'",
                pid, ends, clientName, user, vhost);
    }

    /** The state is the one in which RabbitMQ says so. */
    void loginRefused(String mechanism, String reason) {
        LOG.error("Error on AMQP connection {} ({}{}, state: starting): {} login refused: {}",
                pid, ends, clientName, mechanism, reason);
    }

    void secretRefused(String reason) {
        LOG.error("Error on AMQP connection {} ({}{}{}): new secret refused: {}", pid, ends, clientName, owner, reason);
    }

    /** An error that ends the connection, unless its end has been told of. */
    void failed(ConnectionState state, AmqpError error) {
        if (ended) {
            return;
        }
        LOG.error("Error on AMQP connection {} ({}{}{}, state: {}): operation {} caused a connection exception {}: {}",
                pid, ends, clientName, owner, state.word(), MethodNames.of(error), word(error), error.text());
    }

    /** An error that ends a channel. */
    void channelFailed(int channel, AmqpError error) {
        CHANNELS.error("Channel error on connection {} ({}{}{}), channel {}: operation {} caused a channel exception {}: {}",
                pid, ends, clientName, owner, channel, MethodNames.of(error), word(error), error.text());
    }

    /** It ends as it should, or after an error that was told of. */
    void closed() {
        end(told ? Level.INFO : Level.DEBUG, "");
    }

    /** We end it, and not for any fault. */
    void closedFor(String reason) {
        end(Level.INFO, ": " + reason);
    }

    /** We end it, since the client is not as it should be. */
    void givenUp(String reason) {
        end(Level.WARN, ": " + reason);
    }

    /** It is lost. */
    void lost(String reason) {
        end(told ? Level.WARN : Level.DEBUG, ": " + reason);
    }

    /** The first reason counts; the end of the socket, which comes after it, is no news. */
    private void end(Level level, String reason) {
        if (!ended) {
            ended = true;
            LOG.atLevel(level).log("closing AMQP connection {} ({}{}{}){}", pid, ends, clientName, owner, reason);
        }
    }

    private static String word(AmqpError error) {
        return error.code().name().toLowerCase(Locale.ROOT);
    }
}
