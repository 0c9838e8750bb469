package dev.leveret.server.control.verb;

import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.QueueReport;
import dev.leveret.server.vhost.QueueReport.ConsumerReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a list can say of a consumer. */
final class ConsumerColumns {

    record Place(QueueReport queue, ConsumerReport consumer) {}

    private ConsumerColumns() {}

    static Map<String, Function<Place, JsonValue>> of(NodeIdentity node) {
        Map<String, Function<Place, JsonValue>> columns = new LinkedHashMap<>();
        columns.put("queue_name", place -> new JsonValue.Text(place.queue().queue().name()));
        columns.put("channel_pid", place -> new JsonValue.Text(node.channel(place.consumer().channelId())));
        columns.put("consumer_tag", place -> new JsonValue.Text(place.consumer().settings().tag()));
        columns.put("ack_required", place -> new JsonValue.Bool(!place.consumer().settings().noAck()));
        columns.put("exclusive", place -> new JsonValue.Bool(place.consumer().settings().exclusive()));
        columns.put("prefetch_count", place -> new JsonValue.Whole(place.consumer().settings().prefetchMax()));
        columns.put("active", place -> new JsonValue.Bool(place.consumer().isActive()));
        columns.put("activity_status", place -> new JsonValue.Text(activity(place)));
        columns.put("arguments", place -> ArgumentCells.of(place.consumer().settings().arguments()));
        return columns;
    }

    private static String activity(Place place) {
        if (!place.consumer().isActive()) {
            return "waiting";
        }
        return place.queue().queue().settings().singleActiveConsumer() ? "single_active" : "up";
    }
}
