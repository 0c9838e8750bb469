import com.rabbitmq.perf.PerfTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RabbitMQ's PerfTest with its options that concern AMQP 0-9-1. Each producer publishes so many messages and each consumer takes so
 * many before a run ends, which is why a run that ends has let them all through.
 */
class PerfTestOptions {

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
            "--exclusive",
            "--flag persistent --confirm 50",
            "--flag mandatory",
            "--nack --requeue false",
            "--polling --polling-interval 1",
            "--queue-args x-queue-type=classic,x-max-length=10000",
            "--queue-args x-max-priority=5 --message-properties priority=3",
            "--quorum-queue --queue java-perf-quorum --qos 10",
            "--message-properties priority=5,messageId=42,contentType=text/plain",
            "--json-body --size 2000 --body-count 5 --body-field-count 50",
            "--body-content-type text/plain --message-properties deliveryMode=2",
            "--size 0",
            "--size 200000",
            "--variable-size 100:1 --variable-size 20000:1",
            "--framemax 4096 --size 10000",
            "--heartbeat 20",
            "--rate 500 --consumer-rate 600",
            "--consumer-latency 100",
            "--consumer-args x-priority=5",
            "--nio-threads 2 --producers 5 --consumers 5 --cmessages 500",
            "--disable-connection-recovery --consumers-thread-pools 1",
            "--tcp-no-delay true --servers-startup-timeout 60 --connection-recovery-interval 1-2",
            "--slow-start --consumers 2 --cmessages 100");

    private static final Pattern RECEIVED = Pattern.compile("receiving rate avg: [1-9]");

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err); // PerfTest says there what it starts
        for (String run : RUNS) {
            out.println((run.isEmpty() ? "(no options)" : run) + ": " + outcome(run));
        }
        System.exit(0);
    }

    private static String outcome(String run) throws Exception {
        Stream<String> fixed = Stream.of("--uri", System.getenv("AMQP_URL"), "--id", "java-perf", "--pmessages", "100");
        Stream<String> ends = run.contains("--cmessages") ? Stream.of() : Stream.of("--cmessages", "100");
        String[] words = Stream.of(fixed, ends, Stream.of(run.split(" ")).filter(word -> !word.isEmpty()))
                .flatMap(each -> each).toArray(String[]::new);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(printed, true);
        PerfTest.main(words, new PerfTest.PerfTestOptions()
                .setSystemExiter(exit::complete)
                .setSkipSslContextConfiguration(true)
                .setArgumentLookup(name -> null)
                .setConsoleOut(console)
                .setConsoleErr(console));
        boolean received = RECEIVED.matcher(printed.toString()).find();
        if (!received) {
            System.err.println(printed);
        }
        return "ended with " + exit.getNow(0) + (received ? ", messages came" : ", nothing came");
    }
}
