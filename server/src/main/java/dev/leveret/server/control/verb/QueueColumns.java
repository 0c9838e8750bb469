package dev.leveret.server.control.verb;

import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.QueueReport;
import dev.leveret.server.vhost.QueueReport.ConsumerReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What a list can say of a queue. All of it is kept anyway: nothing is counted for the sake of a list. */
final class QueueColumns {

    private QueueColumns() {}

    static Map<String, Function<QueueReport, JsonValue>> of(NodeIdentity node) {
        Map<String, Function<QueueReport, JsonValue>> columns = new LinkedHashMap<>();
        declared(columns);
        messages(columns);
        consumers(columns, node);
        places(columns, node);
        return columns;
    }

    private static void declared(Map<String, Function<QueueReport, JsonValue>> columns) {
        columns.put("name", queue -> new JsonValue.Text(queue.queue().name()));
        columns.put("vhost", queue -> new JsonValue.Text(queue.queue().settings().vhost()));
        columns.put("durable", queue -> new JsonValue.Bool(queue.queue().durable()));
        columns.put("auto_delete", queue -> new JsonValue.Bool(queue.queue().settings().autoDelete()));
        columns.put("exclusive", queue -> new JsonValue.Bool(queue.queue().settings().exclusive()));
        columns.put("arguments", queue -> ArgumentCells.of(queue.queue().settings().arguments()));
        columns.put("policy", queue -> ArgumentCells.policy(queue.queue().policy()));
        columns.put("operator_policy", queue -> ArgumentCells.operatorPolicy(queue.queue().policy()));
        columns.put("effective_policy_definition", queue -> JsonTables.json(queue.queue().policy().definition()));
        columns.put("type", queue -> new JsonValue.Text(queue.queue().settings().type().wireName()));
        columns.put("state", queue -> new JsonValue.Text("running"));
    }

    private static void messages(Map<String, Function<QueueReport, JsonValue>> columns) {
        whole(columns, "messages_ready", queue -> queue.ready().count());
        whole(columns, "messages_unacknowledged", queue -> queue.unacked().count());
        whole(columns, "messages", queue -> (long) queue.ready().count() + queue.unacked().count());
        whole(columns, "messages_ready_ram", queue -> queue.ready().countInMemory());
        whole(columns, "messages_unacknowledged_ram", queue -> queue.unacked().count());
        whole(columns, "messages_ram", queue -> (long) queue.ready().countInMemory() + queue.unacked().count());
        whole(columns, "message_bytes_ready", queue -> queue.ready().bodyBytes());
        whole(columns, "message_bytes_unacknowledged", queue -> queue.unacked().bytes());
        whole(columns, "message_bytes", queue -> queue.ready().bodyBytes() + queue.unacked().bytes());
        whole(columns, "message_bytes_ram", QueueColumns::bytesInMemory);
        whole(columns, "memory", QueueColumns::bytesInMemory);
        columns.put("head_message_timestamp", QueueColumns::headTimestamp);
    }

    private static void whole(
            Map<String, Function<QueueReport, JsonValue>> columns, String name, ToLongFunction<QueueReport> number) {
        columns.put(name, queue -> new JsonValue.Whole(number.applyAsLong(queue)));
    }

    private static long bytesInMemory(QueueReport queue) {
        return queue.ready().bytesInMemory() + queue.unacked().bytes();
    }

    /** Seconds since 1970, as its publisher has it; nothing if the message has none, or there is none in memory. */
    private static JsonValue headTimestamp(QueueReport queue) {
        return Optional.ofNullable(queue.ready().head())
                .map(head -> head.header().properties().timestamp())
                .<JsonValue>map(JsonValue.Whole::new)
                .orElse(new JsonValue.Text(""));
    }

    private static void consumers(Map<String, Function<QueueReport, JsonValue>> columns, NodeIdentity node) {
        whole(columns, "consumers", queue -> queue.consumers().size());
        columns.put("exclusive_consumer_pid", queue -> new JsonValue.Text(
                exclusive(queue).map(each -> node.channel(each.channelId())).orElse("")));
        columns.put("exclusive_consumer_tag", queue -> new JsonValue.Text(
                exclusive(queue).map(each -> each.settings().tag()).orElse("")));
        columns.put("single_active_consumer_pid", queue -> new JsonValue.Text(
                singleActive(queue).map(each -> node.channel(each.channelId())).orElse("")));
        columns.put("single_active_consumer_tag", queue -> new JsonValue.Text(
                singleActive(queue).map(each -> each.settings().tag()).orElse("")));
    }

    private static Optional<ConsumerReport> exclusive(QueueReport queue) {
        return queue.consumers().stream().filter(each -> each.settings().exclusive()).findFirst();
    }

    private static Optional<ConsumerReport> singleActive(QueueReport queue) {
        return queue.consumers().stream()
                .filter(each -> queue.queue().settings().singleActiveConsumer() && each.isActive())
                .findFirst();
    }

    private static void places(Map<String, Function<QueueReport, JsonValue>> columns, NodeIdentity node) {
        columns.put("pid", queue -> new JsonValue.Text(node.name()));
        columns.put("leader", queue -> new JsonValue.Text(node.name()));
        columns.put("members", queue -> JsonValue.texts(List.of(node.name())));
        columns.put("online", queue -> JsonValue.texts(List.of(node.name())));
        columns.put("slave_pids", queue -> new JsonValue.Text(""));
        columns.put("synchronised_slave_pids", queue -> new JsonValue.Text(""));
        columns.put("owner_pid", queue -> new JsonValue.Text(
                queue.queue().ownerConnection() == 0 ? "" : node.connection(queue.queue().ownerConnection())));
    }
}
