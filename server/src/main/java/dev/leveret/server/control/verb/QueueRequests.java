package dev.leveret.server.control.verb;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.CommandAsker;
import dev.leveret.server.vhost.QueueCensus;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.QueueReport;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Queues and their consumers. */
public final class QueueRequests {

    private interface Asking {
        QueueCommand command(CommandAsker asker);
    }

    private final VirtualHosts hosts;
    private final BrokerLoops loops;
    private final QueueCensus census;
    private final Columns<String> unresponsive = new Columns<>(Map.of("name", JsonValue.Text::new), "name");
    private final String node;
    private final Columns<QueueReport> queues;
    private final Columns<ConsumerColumns.Place> consumers;

    public QueueRequests(VirtualHosts hosts, BrokerLoops loops, NodeIdentity node) {
        this.hosts = hosts;
        this.loops = loops;
        this.census = new QueueCensus(loops);
        this.node = node.name();
        this.queues = new Columns<>(QueueColumns.of(node), "name", "messages");
        this.consumers = new Columns<>(
                ConsumerColumns.of(node),
                "queue_name", "channel_pid", "consumer_tag", "ack_required", "prefetch_count", "active", "arguments");
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_queues", this::list);
        verbs.put("list_unresponsive_queues", this::listUnresponsive);
        verbs.put("list_consumers", this::listConsumers);
        verbs.put("quorum_status", this::quorumStatus);
        verbs.put("delete_queue", this::delete);
        verbs.put("purge_queue", this::purge);
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

    /** All of a virtual host are asked at once, so that one which does not answer hides the others. */
    private void listUnresponsive(CommandWords words, Output out) throws RequestException {
        List<String> asked = unresponsive.asked(words);
        out.tell("Listing unresponsive queues for vhost " + words.vhost() + " ...");
        VirtualHost host = Answers.host(hosts, words);
        CompletableFuture<List<QueueReport>> answer = census.take(host);
        boolean isGiven = Answers.isGiven(answer, Long.parseLong(words.option("timeout", "60")));
        Set<String> answered = isGiven
                ? answer.join().stream().map(each -> each.queue().name()).collect(Collectors.toSet())
                : Set.of();
        out.table(asked, unresponsive.rows(asked, host.topology().queues().stream()
                .map(RouteTarget::name)
                .filter(name -> !answered.contains(name))
                .sorted()
                .toList()));
    }

    /** There is one node and no log of Raft's: what scripts look for is who leads. */
    private void quorumStatus(CommandWords words, Output out) throws RequestException {
        out.tell("Status of quorum queue " + words.argument(0) + " on node " + node + " ...");
        QueueRef queue = find(words);
        if (queue == null) {
            throw new RequestException(ExitCode.UNAVAILABLE, "not_found");
        }
        if (queue.settings().type() != QueueType.QUORUM) {
            throw new RequestException(ExitCode.UNAVAILABLE, "Cannot get quorum status of a classic queue");
        }
        JsonValue none = new JsonValue.Text("undefined");
        out.prettyTable(
                List.of("Node Name", "Raft State", "Log Index", "Commit Index", "Snapshot Index", "Term", "Machine Version"),
                List.of(List.of(new JsonValue.Text(node), new JsonValue.Text("leader"), none, none, none, none, none)));
    }

    private void listConsumers(CommandWords words, Output out) throws RequestException {
        List<String> asked = consumers.asked(words);
        out.tell("Listing consumers in vhost " + words.vhost() + " ...");
        List<ConsumerColumns.Place> places = Answers.await(census.take(Answers.host(hosts, words))).stream()
                .flatMap(queue -> queue.consumers().stream().map(consumer -> new ConsumerColumns.Place(queue, consumer)))
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
            case QueueReply.Refused refused -> throw refusal(refused.error());
            case QueueReply other -> throw new IllegalStateException("answer to a deletion: " + other);
        }
    }

    private static RequestException refusal(AmqpError error) {
        if (error.code() == ReplyCode.INTERNAL_ERROR) {
            return new RequestException(error.text());
        }
        return new RequestException(ExitCode.USAGE, reason(error.text()));
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
