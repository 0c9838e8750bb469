package dev.leveret.interop.kills;

import dev.leveret.interop.kills.LoadClient.Work;
import dev.leveret.interop.kills.LoadConsumer.Manner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A process of clients: all publishers or all consumers. It is told on its standard input {@code round NUMBER PORT} and
 * {@code finish}, and tells {@link Event}s on its standard output. It ends with its input.
 */
final class LoadMain {

    /** Kinds of processes. */
    enum Role { PUBLISHERS, CONSUMERS }

    private LoadMain() {}

    /** @param arguments the role and the seed */
    public static void main(String[] arguments) throws IOException {
        Rounds rounds = new Rounds();
        Reports reports = new Reports(System.out);
        System.setOut(System.err); // Whatever else is written, by the client's log say, is no event.
        Thread.ofPlatform().daemon().start(reports::writeForEver);
        Role role = Role.valueOf(arguments[0]);
        clients(role, new Random(Long.parseLong(arguments[1])), rounds, reports)
                .forEach((name, work) -> Thread.ofPlatform().daemon().name(name)
                        .start(new LoadClient(name, rounds, reports, work)));
        obey(rounds);
    }

    /** The clients of such a process by their names. */
    static Map<String, Work> clients(Role role, Random seeds, Rounds rounds, Reports reports) {
        Map<String, Work> clients = new LinkedHashMap<>();
        switch (role) {
            case PUBLISHERS -> addPublishers(clients, seeds, rounds, reports);
            case CONSUMERS -> addConsumers(clients, seeds, rounds, reports);
        }
        return clients;
    }

    private static void addPublishers(Map<String, Work> clients, Random seeds, Rounds rounds, Reports reports) {
        List<List<Target>> targets = List.of(
                List.of(Target.queue("steady")),
                List.of(Target.queue("steady"), Target.queue("picky")),
                List.of(Target.queue("picky"), Target.queue("shared"), Target.queue("held")),
                List.of(Target.fanout()),
                List.of(Target.fanout(), Target.queue("copy-2")));
        int[] windows = {1, 200, 500, 100, 20};
        for (int i = 0; i < windows.length; i++) {
            clients.put("publisher-" + i, new WindowPublisher(i, windows[i], targets.get(i),
                    new Random(seeds.nextLong()), rounds, reports));
        }
        for (int i = windows.length; i < windows.length + 2; i++) {
            clients.put("publisher-" + i,
                    new TransactionPublisher(i, new Random(seeds.nextLong()), rounds, reports));
        }
    }

    private static void addConsumers(Map<String, Work> clients, Random seeds, Rounds rounds, Reports reports) {
        Map<String, Manner> manners = new LinkedHashMap<>();
        manners.put("steady", Manner.MULTIPLE);
        manners.put("picky", Manner.SINGLE_OR_REQUEUED);
        manners.put("held", Manner.HELD);
        manners.put("tx-1", Manner.COMMITTED);
        manners.put("tx-2", Manner.MULTIPLE);
        manners.put("copy-1", Manner.MULTIPLE);
        manners.put("copy-2", Manner.SINGLE_OR_REQUEUED);
        manners.put("copy-3", Manner.COMMITTED);
        manners.forEach((queue, manner) -> clients.put("of-" + queue,
                new LoadConsumer("of-" + queue, queue, manner, new Random(seeds.nextLong()), rounds, reports)));
        for (Manner manner : List.of(Manner.MULTIPLE, Manner.SINGLE_OR_REQUEUED)) {
            String name = "of-shared-" + manner;
            clients.put(name, new LoadConsumer(name, "shared", manner, new Random(seeds.nextLong()), rounds, reports));
        }
    }

    private static void obey(Rounds rounds) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("finish")) {
                rounds.finish();
            } else {
                rounds.begin(new Rounds.Round(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        }
    }
}
