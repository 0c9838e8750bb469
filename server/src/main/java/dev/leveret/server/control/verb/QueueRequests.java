package dev.leveret.server.control.verb;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.CommandAsker;
import dev.leveret.server.vhost.QueueCensus;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.QueueReport;
import dev.leveret.server.vhost.QueueReport.ConsumerReport;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Queues and their consumers. */
public final class QueueRequests {

    private record Place(QueueReport queue, ConsumerReport consumer) {}

    private interface Asking {
        QueueCommand command(CommandAsker asker);
    }

    private final VirtualHosts hosts;
    private final BrokerLoops loops;
    private final QueueCensus census;
    private final NodeIdentity node;
    private final Columns<QueueReport> queues;
    private final Columns<Place> consumers;

    public QueueRequests(VirtualHosts hosts, BrokerLoops loops, NodeIdentity node) {
        this.hosts = hosts;
        this.loops = loops;
        this.census = new QueueCensus(loops);
        this.node = node;
        this.queues = new Columns<>(queueColumns(), "name", "messages");
        this.consumers = new Columns<>(
                consumerColumns(),
                "queue_name", "channel_pid", "consumer_tag", "ack_required", "prefetch_count", "active", "arguments");
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_queues", this::list);
        verbs.put("list_consumers", this::listConsumers);
        verbs.put("delete_queue", this::delete);
        verbs.put("purge_queue", this::purge);
    }

    private Map<String, Function<QueueReport, JsonValue>> queueColumns() {
        Map<String, Function<QueueReport, JsonValue>> columns = new LinkedHashMap<>();
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
        columns.put("messages_ready", queue -> new JsonValue.Whole(queue.ready()));
        columns.put("messages_unacknowledged", queue -> new JsonValue.Whole(queue.unacked()));
        columns.put("messages", queue -> new JsonValue.Whole((long) queue.ready() + queue.unacked()));
        columns.put("message_bytes_ram", queue -> new JsonValue.Whole(queue.bytesInMemory()));
        columns.put("memory", queue -> new JsonValue.Whole(queue.bytesInMemory()));
        columns.put("consumers", queue -> new JsonValue.Whole(queue.consumers().size()));
        columns.put("pid", queue -> new JsonValue.Text(node.name()));
        columns.put("leader", queue -> new JsonValue.Text(node.name()));
        columns.put("members", queue -> JsonValue.texts(List.of(node.name())));
        columns.put("online", queue -> JsonValue.texts(List.of(node.name())));
        columns.put("owner_pid", queue -> new JsonValue.Text(
                queue.queue().ownerConnection() == 0 ? "" : node.connection(queue.queue().ownerConnection())));
        columns.put("exclusive_consumer_tag", queue -> new JsonValue.Text(exclusiveTag(queue)));
        columns.put("single_active_consumer_tag", queue -> new JsonValue.Text(singleActiveTag(queue)));
        return columns;
    }

    private static String exclusiveTag(QueueReport queue) {
        return queue.consumers().stream().map(ConsumerReport::settings).filter(each -> each.exclusive())
                .findFirst().map(each -> each.tag()).orElse("");
    }

    private static String singleActiveTag(QueueReport queue) {
        return queue.consumers().stream()
                .filter(each -> queue.queue().settings().singleActiveConsumer() && each.isActive())
                .findFirst().map(each -> each.settings().tag()).orElse("");
    }

    private Map<String, Function<Place, JsonValue>> consumerColumns() {
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

    private void list(CommandWords words, Output out) throws RequestException {
        List<String> asked = queues.asked(words);
        out.tell("Timeout: " + words.option("timeout", "60") + ".0 seconds ...");
        out.tell("Listing queues for vhost " + words.vhost() + " ...");
        List<QueueReport> all = words.has("offline") && !words.has("online")
                ? List.of() // there is no queue without a leader
                : Answers.await(census.take(Answers.host(hosts, words)));
        out.table(asked, queues.rows(asked, all));
    }

    private void listConsumers(CommandWords words, Output out) throws RequestException {
        List<String> asked = consumers.asked(words);
        out.tell("Listing consumers in vhost " + words.vhost() + " ...");
        List<Place> places = Answers.await(census.take(Answers.host(hosts, words))).stream()
                .flatMap(queue -> queue.consumers().stream().map(consumer -> new Place(queue, consumer)))
                .toList();
        out.table(asked, consumers.rows(asked, places));
    }

    private void delete(CommandWords words, Output out) throws RequestException {
        boolean ifUnused = words.has("if-unused");
        boolean ifEmpty = words.has("if-empty");
        String condition = Stream.of(ifEmpty ? "queue is empty" : "", ifUnused ? "queue is unused" : "")
                .filter(each -> !each.isEmpty())
                .reduce((first, second) -> first + " and if " + second)
                .map(each -> " if " + each)
                .orElse("");
        out.tell("Deleting queue '" + words.argument(0) + "' on vhost '" + words.vhost() + "'" + condition + " ...");
        QueueRef queue = find(words);
        if (queue == null) {
            throw new RequestException(ExitCode.USAGE, "Queue not found");
        }
        switch (ask(queue, asker -> new QueueCommand.Delete(ifUnused, ifEmpty, asker))) {
            case QueueReply.Deleted deleted ->
                out.result("Queue was successfully deleted with " + deleted.messages() + " ready messages");
            case QueueReply.Refused refused -> throw new RequestException(ExitCode.USAGE, reason(refused.error().text()));
            case QueueReply other -> throw new IllegalStateException("answer to a deletion: " + other);
        }
    }

    private static String reason(String text) {
        if (text.endsWith("not empty")) {
            return "Queue is not empty";
        }
        return text.endsWith("in use") ? "Queue is in use" : text;
    }

    private void purge(CommandWords words, Output out) throws RequestException {
        out.tell("Purging queue '" + words.argument(0) + "' in vhost '" + words.vhost() + "' ...");
        QueueRef queue = find(words);
        if (queue == null) {
            throw new RequestException(ExitCode.UNAVAILABLE, "not_found");
        }
        if (ask(queue, QueueCommand.Purge::new) instanceof QueueReply.Refused refused) {
            throw new RequestException(refused.error().text());
        }
    }

    /** Null if it is not there, or its virtual host is not. */
    private QueueRef find(CommandWords words) {
        VirtualHost host = hosts.find(words.vhost());
        return host == null ? null : host.queues().find(words.argument(0));
    }

    private QueueReply ask(QueueRef queue, Asking asking) throws RequestException {
        BrokerLoop loop = loops.at(0);
        CommandAsker asker = new CommandAsker(loop, UserRequests.BY, new CompletableFuture<>());
        loop.execute(() -> queue.command(loop, asking.command(asker)));
        return Answers.await(asker.reply());
    }
}
