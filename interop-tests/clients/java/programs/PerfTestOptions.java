import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.perf.PerfTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * RabbitMQ's PerfTest with each of its options that concerns AMQP 0-9-1, and which those are that do not. A run ends when each
 * producer has published so many messages and each consumer taken so many, so that they were all let through, or says why else.
 */
class PerfTestOptions {

    private static final String FIXED = "--uri URI --id java-perf";
    private static final List<String> LIMITS = List.of("--pmessages", "--cmessages");

    private static final List<String> RUNS = List.of(
            "",
            "--autoack",
            "--use-millis",
            "--confirm 1",
            "--confirm 50 --confirm-timeout 60",
            "--qos 1",
            "--global-qos 50",
            "--qos 20 --global-qos 50",
            "--multi-ack-every 10 --qos 50",
            "--ptxsize 10",
            "--ctxsize 10 --qos 100",
            "--ptxsize 10 --ctxsize 10 --flag persistent",
            "--producers 10 --consumers 10 --cmessages 1000",
            "--producers 10 --consumers 10 --queue java-perf-shared --auto-delete true",
            "--producer-channel-count 5 --consumer-channel-count 5 --cmessages 500",
            "--producers 4 --consumers 4 --queue-pattern java-perf-%d --queue-pattern-from 1 --queue-pattern-to 4 --auto-delete true",
            "--type fanout --exchange java-perf-fanout --consumers 3",
            "--type topic --exchange java-perf-topic --routing-key a.b",
            "--type headers --exchange java-perf-headers --message-properties colour=grey",
            "--exchange amq.direct",
            "--predeclared --exchange amq.direct --queue java-perf-fixed --routing-key java-perf --auto-delete true",
            "--random-routing-key --type fanout --exchange java-perf-random",
            "--random-routing-key --routing-key-cache-size 10 --type fanout --exchange java-perf-random",
            "--skip-binding-queues --predeclared --exchange amq.default --queue java-perf-unbound --routing-key java-perf-unbound",
            "--queue-file QUEUES --auto-delete true --producers 2 --consumers 2",
            "--exclusive",
            "--flag persistent --confirm 50",
            "--flag mandatory",
            "--flag persistent --flag mandatory --verbose-full",
            "--verbose",
            "--nack --requeue false",
            "--polling --polling-interval 1",
            "--queue-args x-queue-type=classic,x-max-length=10000",
            "--queue-args x-max-priority=5 --message-properties priority=3",
            "--max-length-bytes 20mb",
            "--quorum-queue --queue java-perf-quorum --qos 10",
            "--quorum-queue --leader-locator balanced --queue java-perf-led",
            "--stream-queue --queue java-perf-stream --max-age P1D --stream-max-segment-size-bytes 1mb --stream-consumer-offset first --qos 100",
            "--message-properties priority=5,messageId=42,contentType=text/plain",
            "--json-body --size 2000 --body-count 5 --body-field-count 50",
            "--body-content-type text/plain --message-properties deliveryMode=2",
            "--body FILE --body-content-type text/plain",
            "--size 0",
            "--size 200000",
            "--variable-size 100:1 --variable-size 20000:1",
            "--framemax 4096 --size 10000",
            "--heartbeat 20 --heartbeat-sender-threads 2",
            "--rate 500 --consumer-rate 600",
            "--variable-rate 300:1 --variable-rate 600:1 --time 2 --pmessages 0 --cmessages 0",
            "--publishing-interval 1 --producer-random-start-delay 1 --producer-scheduler-threads 2 --pmessages 2 --cmessages 2",
            "--consumer-latency 100",
            "--variable-latency 100:1 --variable-latency 1000:1",
            "--consumer-start-delay 1",
            "--consumer-args x-priority=5",
            "--nio-threads 2 --nio-thread-pool 6 --producers 5 --consumers 5 --cmessages 500",
            "--disable-connection-recovery --consumers-thread-pools 1",
            "--tcp-no-delay true --tcp-send-buffer-size 65536 --tcp-receive-buffer-size 65536",
            "--uris URI,URI --servers-startup-timeout 60 --servers-up-limit 1 --connection-recovery-interval 1-2",
            "--slow-start --consumers 2 --cmessages 100",
            "--time 1 --shutdown-timeout 2 --pmessages 0 --cmessages 0",
            "--exit-when empty --publishing-interval 5 --pmessages 0 --cmessages 0",
            "--exit-when idle --publishing-interval 5 --pmessages 0 --cmessages 0",
            "--sasl-external");

    /** Options of PerfTest that nothing on a connection depends on, or not AMQP 0-9-1. */
    private static final Map<String, List<String>> LEFT_OUT = new TreeMap<>(Map.of(
            "prints and ends", List.of("help", "version", "environment-variables", "metrics-help"),
            "about what it measures", List.of("interval", "output-file", "metrics-format", "exposed-metrics"),
            "about several processes of PerfTest", List.of("expected-instances", "instance-sync-namespace", "instance-sync-timeout"),
            "a token of OAuth 2, got over HTTP", List.of("oauth2-client-id", "oauth2-client-secret", "oauth2-grant-type",
                    "oauth2-parameters", "oauth2-token-endpoint"),
            "TLS", List.of("use-default-ssl-context", "server-name-indication")));

    private static final Pattern LISTED = Pattern.compile("(?m)^ {1,4}(?:-[^ ,]+,)?--([a-z0-9-]+)");
    private static final Pattern OPTION = Pattern.compile("--([a-z0-9-]+)");
    private static final Pattern RECEIVED = Pattern.compile("receiving rate avg: [0-9.]*[1-9]");
    private static final Pattern STOPPED = Pattern.compile("test stopped \\((.*)\\)");

    /** What ends PerfTest where it would end the process. */
    private static final class Exit extends Error {

        private static final long serialVersionUID = 1L;

        private final int code;

        Exit(int code) {
            super(null, null, false, false);
            this.code = code;
        }
    }

    private static final Map<String, String> PLACES = new HashMap<>(Map.of("URI", System.getenv("AMQP_URL")));

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream(); // PerfTest says there what it starts, and its help
        System.setOut(new PrintStream(said, true));
        perfTest("--help");
        Set<String> untold = options(LISTED, said.toString());
        PLACES.put("FILE", file("a body from a file"));
        PLACES.put("QUEUES", file("java-perf-a\njava-perf-b\n"));
        for (String run : RUNS) {
            untold.removeAll(options(OPTION, FIXED + " " + run));
            out.println((run.isEmpty() ? "(no options)" : run) + ": " + outcome(run));
        }
        LEFT_OUT.forEach((why, options) -> {
            untold.removeAll(options);
            out.println(options.stream().map("--"::concat).collect(Collectors.joining(" ")) + ": not tried, " + why);
        });
        untold.forEach(option -> out.println("--" + option + ": neither tried nor left out"));
        deleteWhatIsLeft();
        System.exit(0);
    }

    private static Set<String> options(Pattern option, String text) {
        return option.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String file(String content) throws IOException {
        Path file = Files.createTempFile("perf-test", ".txt");
        file.toFile().deleteOnExit();
        return Files.writeString(file, content).toString();
    }

    private static String outcome(String run) {
        String given = FIXED + LIMITS.stream().filter(limit -> !run.contains(limit)).map(limit -> " " + limit + " 100")
                .collect(Collectors.joining()) + " " + run;
        for (var place : PLACES.entrySet()) {
            given = given.replace(place.getKey(), place.getValue());
        }
        Ended ended = perfTest(given.trim().split(" +"));
        boolean received = RECEIVED.matcher(ended.printed).find();
        if (!received || ended.code != 0) {
            System.err.println(run + ": " + ended.printed);
        }
        return "ended with " + ended.code + (received ? ", messages came" : ", nothing came")
                + STOPPED.matcher(ended.printed).results().map(stopped -> ": " + stopped.group(1)).collect(Collectors.joining());
    }

    private record Ended(int code, String printed) {}

    private static Ended perfTest(String... words) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(printed, true);
        try {
            PerfTest.main(words, new PerfTest.PerfTestOptions()
                    .setSystemExiter(code -> {
                        throw new Exit(code);
                    })
                    .setSkipSslContextConfiguration(true)
                    .setArgumentLookup(name -> null)
                    .setConsoleOut(console)
                    .setConsoleErr(console));
            throw new IllegalStateException("PerfTest did not end: " + String.join(" ", words));
        } catch (Exit exit) {
            return new Ended(exit.code, printed.toString());
        }
    }

    /** PerfTest leaves what does not go by itself. */
    private static void deleteWhatIsLeft() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection("java-perf")) {
            Channel channel = connection.createChannel();
            for (String queue : List.of("java-perf-quorum", "java-perf-led", "java-perf-stream", "java-perf-unbound")) {
                channel.queueDelete(queue);
            }
            for (String exchange : List.of("direct", "java-perf-fanout", "java-perf-topic", "java-perf-headers", "java-perf-random")) {
                channel.exchangeDelete(exchange);
            }
        }
    }
}
