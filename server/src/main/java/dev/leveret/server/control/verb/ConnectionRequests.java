package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.channel.ChannelReport;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.connection.ConnectionReport;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.event.TlsHeaders;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.net.Connections;
import dev.leveret.server.net.Listeners;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Connections and channels: who is there, and closing them. */
public final class ConnectionRequests {

    private record Place(ConnectionReport connection, ChannelReport channel) {}

    private static final List<String> OF_TLS = List.of(
            "ssl_protocol", "ssl_key_exchange", "ssl_cipher", "ssl_hash", "peer_cert_subject", "peer_cert_issuer",
            "peer_cert_validity");

    /** A connection of this form may have gone already, which is no failure (3.10.8). */
    private static final Pattern PID = Pattern.compile("<.*\\.\\d+\\.\\d+\\.\\d+>");

    private final Connections connections;
    private final NodeIdentity node;
    private final Columns<ConnectionReport> columns;
    private final Columns<Place> channels;

    public ConnectionRequests(Connections connections, NodeIdentity node) {
        this.connections = connections;
        this.node = node;
        this.columns = new Columns<>(connectionColumns(), "user", "peer_host", "peer_port", "state");
        this.channels = new Columns<>(
                channelColumns(), "pid", "user", "consumer_count", "messages_unacknowledged");
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_connections", this::list);
        verbs.put("list_channels", this::listChannels);
        verbs.put("close_connection", this::close);
        verbs.put("close_all_connections", this::closeAll);
        verbs.put("close_all_user_connections", this::closeAllOfUser);
    }

    private Map<String, Function<ConnectionReport, JsonValue>> connectionColumns() {
        Map<String, Function<ConnectionReport, JsonValue>> byName = new LinkedHashMap<>();
        byName.put("pid", each -> new JsonValue.Text(node.connection(each.facts().id())));
        byName.put("name", each -> new JsonValue.Text(each.facts().name()));
        byName.put("user", each -> new JsonValue.Text(each.user()));
        byName.put("vhost", each -> new JsonValue.Text(each.vhost()));
        byName.put("state", each -> new JsonValue.Text(each.state()));
        byName.put("channels", each -> new JsonValue.Whole(each.channels().size()));
        byName.put("host", each -> new JsonValue.Text(Listeners.host(each.facts().local().getAddress())));
        byName.put("port", each -> new JsonValue.Whole(each.facts().local().getPort()));
        byName.put("peer_host", each -> new JsonValue.Text(Listeners.host(each.facts().peer().getAddress())));
        byName.put("peer_port", each -> new JsonValue.Whole(each.facts().peer().getPort()));
        byName.put("protocol", each -> new JsonValue.Text("{0,9,1}"));
        byName.put("auth_mechanism", each -> new JsonValue.Text(each.facts().mechanism()));
        byName.put("frame_max", each -> new JsonValue.Whole(each.limits() == null ? 0 : each.limits().frameMax()));
        byName.put("channel_max", each -> new JsonValue.Whole(each.limits() == null ? 0 : each.limits().channelMax()));
        byName.put("timeout", each -> new JsonValue.Whole(each.limits() == null ? 0 : each.limits().heartbeatSeconds()));
        byName.put("connected_at", each -> new JsonValue.Whole(each.facts().acceptedMillis()));
        byName.put("client_properties", each -> JsonTables.json(each.facts().clientProperties()));
        byName.put("ssl", each -> new JsonValue.Bool(each.facts().tls().isPresent()));
        for (String name : OF_TLS) {
            byName.put(name, each -> JsonTables.json(
                    TlsHeaders.put(FieldTable.builder(), each.facts().tls()).build()).get(name));
        }
        byName.put("recv_oct", each -> new JsonValue.Whole(each.traffic().receivedBytes()));
        byName.put("recv_cnt", each -> new JsonValue.Whole(each.traffic().reads()));
        byName.put("send_oct", each -> new JsonValue.Whole(each.traffic().sentBytes()));
        byName.put("send_cnt", each -> new JsonValue.Whole(each.traffic().writes()));
        byName.put("send_pend", each -> new JsonValue.Whole(each.traffic().pendingBytes()));
        byName.put("user_provided_name", each -> {
            JsonValue name = JsonTables.json(each.facts().clientProperties()).get("connection_name");
            return name == null ? new JsonValue.Text("") : name;
        });
        return byName;
    }

    private Map<String, Function<Place, JsonValue>> channelColumns() {
        Map<String, Function<Place, JsonValue>> byName = new LinkedHashMap<>();
        byName.put("pid", each -> new JsonValue.Text(node.channel(each.channel().id())));
        byName.put("connection", each -> new JsonValue.Text(node.connection(each.connection().facts().id())));
        byName.put("name", each -> new JsonValue.Text(
                each.connection().facts().name() + " (" + each.channel().number() + ")"));
        byName.put("number", each -> new JsonValue.Whole(each.channel().number()));
        byName.put("user", each -> new JsonValue.Text(each.connection().user()));
        byName.put("vhost", each -> new JsonValue.Text(each.connection().vhost()));
        byName.put("confirm", each -> new JsonValue.Bool(each.channel().confirms()));
        byName.put("transactional", each -> new JsonValue.Bool(each.channel().isTransactional()));
        byName.put("consumer_count", each -> new JsonValue.Whole(each.channel().consumers()));
        byName.put("messages_unacknowledged", each -> new JsonValue.Whole(each.channel().open().unacked()));
        byName.put("messages_unconfirmed", each -> new JsonValue.Whole(each.channel().open().unconfirmed()));
        byName.put("messages_uncommitted", each -> new JsonValue.Whole(each.channel().open().uncommittedMessages()));
        byName.put("acks_uncommitted", each -> new JsonValue.Whole(each.channel().open().uncommittedAcks()));
        byName.put("prefetch_count", each -> new JsonValue.Whole(each.channel().prefetch().max()));
        byName.put("global_prefetch_count", each -> new JsonValue.Whole(each.channel().prefetch().globalMax()));
        return byName;
    }

    private void list(CommandWords words, Output out) throws RequestException {
        List<String> asked = columns.asked(words);
        out.tell("Listing connections ...");
        out.table(asked, columns.rows(asked, Answers.await(connections.reports())));
    }

    private void listChannels(CommandWords words, Output out) throws RequestException {
        List<String> asked = channels.asked(words);
        out.tell("Listing channels ...");
        List<Place> places = Answers.await(connections.reports()).stream()
                .flatMap(connection -> connection.channels().stream()
                        .sorted(Comparator.comparingInt(ChannelReport::number))
                        .map(channel -> new Place(connection, channel)))
                .toList();
        out.table(asked, channels.rows(asked, places));
    }

    private void close(CommandWords words, Output out) throws RequestException {
        String which = words.argument(0);
        String reason = words.argument(1);
        out.tell("Closing connection " + which + ", reason: " + reason + "...");
        int closed = close(each -> which.equals(node.connection(each.facts().id()))
                || which.equals(each.facts().name())
                || which.equals(Long.toString(each.facts().id())), Integer.MAX_VALUE, reason);
        if (closed == 0 && !PID.matcher(which).matches()) {
            throw new RequestException(ExitCode.UNAVAILABLE, "Error:\n{:invalid_pid_syntax, \"" + which + "\"}");
        }
    }

    private void closeAll(CommandWords words, Output out) throws RequestException {
        String reason = words.argument(0);
        boolean isGlobal = words.has("global");
        out.tell(isGlobal
                ? "Closing all connections to node " + node.name() + " (across all vhosts), reason: " + reason + "..."
                : "Closing all connections in vhost " + words.vhost() + ", reason: " + reason + "...");
        int closed = close(each -> isGlobal || each.vhost().equals(words.vhost()), limit(words), reason);
        out.result("Closed " + closed + " connections");
    }

    private static int limit(CommandWords words) throws RequestException {
        String limit = words.option("limit", "0");
        if (!limit.matches("\\d{1,9}")) {
            throw words.invalid(List.of("limit"));
        }
        return limit.equals("0") ? Integer.MAX_VALUE : Integer.parseInt(limit);
    }

    private void closeAllOfUser(CommandWords words, Output out) throws RequestException {
        String user = words.argument(0);
        String reason = words.argument(1);
        out.tell("Closing connections of user " + user + ", reason: " + reason + "...");
        close(each -> each.user().equals(user), Integer.MAX_VALUE, reason);
    }

    /** Has them closed, and answers how many they are; they may take a moment. */
    private int close(Predicate<ConnectionReport> which, int limit, String reason) throws RequestException {
        Set<Long> ids = Answers.await(connections.reports()).stream()
                .filter(which)
                .limit(limit)
                .map(each -> each.facts().id())
                .collect(Collectors.toSet());
        Predicate<ConnectionContext> isOne = connection -> ids.contains(connection.id());
        connections.force(isOne, reason);
        return ids.size();
    }
}
