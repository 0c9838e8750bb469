package dev.leveret.server;

import dev.leveret.store.BindingDefinition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.StoreReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What {@code leveret check} prints about data in which everything fits: one line for each thing that is there. */
final class DataReport {

    private DataReport() {}

    /** Virtual hosts by name, each with its exchanges and queues; then what is true of all. */
    static List<String> of(StoreReport report) {
        List<String> lines = new ArrayList<>();
        for (String vhost : vhosts(report)) {
            addVhost(vhost, report, lines);
        }
        lines.add("users: " + report.userCount());
        lines.add("rounds since the last checkpoint: " + report.roundsSinceCheckpoint());
        lines.add("size on disk: " + report.diskBytes() + " bytes");
        lines.add("everything was read and is whole");
        return lines;
    }

    private static TreeSet<String> vhosts(StoreReport report) {
        TreeSet<String> names = new TreeSet<>(report.virtualHosts());
        report.policies().forEach(policy -> names.add(policy.vhost()));
        report.exchanges().forEach(exchange -> names.add(exchange.vhost()));
        report.queues().forEach(queue -> names.add(queue.definition().vhost()));
        report.bindings().forEach(binding -> names.add(binding.vhost()));
        return names;
    }

    private static void addVhost(String vhost, StoreReport report, List<String> lines) {
        List<ExchangeDefinition> exchanges = report.exchanges().stream()
                .filter(exchange -> exchange.vhost().equals(vhost))
                .sorted(Comparator.comparing(ExchangeDefinition::name))
                .toList();
        List<StoreReport.Queue> queues = report.queues().stream()
                .filter(queue -> queue.definition().vhost().equals(vhost))
                .sorted(Comparator.comparing(queue -> queue.definition().name()))
                .toList();
        long bindings = report.bindings().stream().map(BindingDefinition::vhost).filter(vhost::equals).count();
        long policies = report.policies().stream().filter(policy -> policy.vhost().equals(vhost)).count();
        lines.add("virtual host " + quoted(vhost) + ": exchanges " + exchanges.size() + ", queues " + queues.size()
                + ", bindings " + bindings + (policies == 0 ? "" : ", policies " + policies));
        for (ExchangeDefinition exchange : exchanges) {
            lines.add("exchange " + quoted(exchange.name()) + ": " + printable(exchange.type()));
        }
        for (StoreReport.Queue queue : queues) {
            lines.add("queue " + quoted(queue.definition().name()) + ": messages " + queue.messages() + ", bytes "
                    + queue.bytes());
        }
    }

    private static String quoted(String name) {
        return "'" + printable(name) + "'";
    }

    /** A name may contain anything; a line of this report is one line whatever it is. */
    private static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
