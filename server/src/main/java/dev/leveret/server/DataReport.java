package dev.leveret.server;

import dev.leveret.queue.QueueSettings;
import dev.leveret.server.vhost.DelayLines;
import dev.leveret.server.vhost.KeptKeys;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.StoreReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What {@code leveret check} prints about data in which everything fits: one line for each thing that is there. */
final class DataReport {

    private final StoreReport report;
    private final List<String> lines = new ArrayList<>();

    private DataReport(StoreReport report) {
        this.report = report;
    }

    /** Virtual hosts by name, each with its exchanges and queues, and what the broker keeps for these; then what is true of all. */
    static List<String> of(StoreReport report) {
        return new DataReport(report).lines();
    }

    private List<String> lines() {
        vhosts().forEach(this::addVhost);
        lines.add("users: " + report.userCount());
        lines.add("rounds since the last checkpoint: " + report.roundsSinceCheckpoint());
        lines.add("size on disk: " + report.diskBytes() + " bytes");
        lines.add("everything was read and is whole");
        return lines;
    }

    private TreeSet<String> vhosts() {
        TreeSet<String> names = new TreeSet<>(report.virtualHosts());
        report.policies().forEach(policy -> names.add(policy.vhost()));
        report.exchanges().forEach(exchange -> names.add(exchange.vhost()));
        report.queues().forEach(queue -> names.add(queue.definition().vhost()));
        report.bindings().forEach(binding -> names.add(binding.vhost()));
        return names;
    }

    private void addVhost(String vhost) {
        List<ExchangeDefinition> exchanges = report.exchanges().stream()
                .filter(exchange -> exchange.vhost().equals(vhost))
                .sorted(Comparator.comparing(ExchangeDefinition::name))
                .toList();
        List<StoreReport.Queue> queues = queues(vhost, DataReport::isQueue);
        long bindings = report.bindings().stream().map(BindingDefinition::vhost).filter(vhost::equals).count();
        long policies = report.policies().stream().filter(policy -> policy.vhost().equals(vhost)).count();
        lines.add("virtual host " + quoted(vhost) + ": exchanges " + exchanges.size() + ", queues " + queues.size()
                + ", bindings " + bindings + (policies == 0 ? "" : ", policies " + policies));
        for (ExchangeDefinition exchange : exchanges) {
            lines.add("exchange " + quoted(exchange.name()) + ": " + printable(exchange.type()));
        }
        for (StoreReport.Queue line : queues(vhost, DelayLines::isLine)) {
            lines.add("exchange " + quoted(DelayLines.exchangeOf(line.definition())) + ": delayed messages "
                    + line.messages() + ", bytes " + line.bytes());
        }
        for (StoreReport.Queue keys : queues(vhost, KeptKeys::areKeys)) {
            lines.add("exchange " + quoted(KeptKeys.exchangeOf(keys.definition())) + ": deduplication keys "
                    + keys.messages());
        }
        queues.forEach(this::addQueue);
    }

    /** Of a virtual host, by name. */
    private List<StoreReport.Queue> queues(String vhost, Predicate<QueueDefinition> kind) {
        return report.queues().stream()
                .filter(queue -> queue.definition().vhost().equals(vhost) && kind.test(queue.definition()))
                .sorted(Comparator.comparing(queue -> queue.definition().name()))
                .toList();
    }

    /** Whether it is one that somebody has declared. */
    private static boolean isQueue(QueueDefinition definition) {
        return !DelayLines.isLine(definition) && !KeptKeys.areKeys(definition);
    }

    private void addQueue(StoreReport.Queue queue) {
        long keys = 0;
        long messages = 0;
        long bytes = 0;
        for (StoreReport.Level level : queue.levels()) {
            if (areKeys(level, queue.definition())) {
                keys += level.messages();
            } else {
                messages += level.messages();
                bytes += level.bytes();
            }
        }
        lines.add("queue " + quoted(queue.definition().name()) + ": messages " + messages + ", bytes " + bytes
                + (remembersKeys(queue.definition()) ? ", deduplication keys " + keys : ""));
    }

    private static boolean areKeys(StoreReport.Level level, QueueDefinition queue) {
        return level.priority() == queue.priorityMax() && remembersKeys(queue);
    }

    /** Whether it keeps keys behind its messages, as if they were of the highest priority. */
    private static boolean remembersKeys(QueueDefinition queue) {
        return new QueueSettings(queue.vhost(), queue.name(), true, false, queue.autoDelete(), queue.arguments()).remembersKeys();
    }

    private static String quoted(String name) {
        return "'" + printable(name) + "'";
    }

    /** A name may contain anything; a line of this report is one line whatever it is. */
    private static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
