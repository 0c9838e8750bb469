package dev.leveret.interop.differential.comparison;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.BrokerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Plays the scenarios against a RabbitMQ and a Leveret, side by side: the command interop-tests/differential. */
final class DifferentialMain {

    private final Options options;
    private final PrintStream out;
    private int same;
    private int listed;
    private int defects;

    private DifferentialMain(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new DifferentialMain(options, System.out).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        if (options.leveret().isPresent()) {
            compare(options.leveret().get());
        } else {
            Path data = Files.createTempDirectory(Path.of("target"), "differential");
            try (BrokerProcess process = BrokerProcess.start(data)) {
                compare(process.broker());
            }
        }
        out.printf("%d scenarios: %d the same, %d listed deviations, %d other differences%n", same + listed + defects,
                same, listed, defects);
        return defects == 0;
    }

    private void compare(Broker leveret) throws Exception {
        List<Case> cases = Case.containing(options.only());
        try (Player player = new Player()) {
            Map<Case, Future<List<String>>> theirs = player.play(options.rabbitmq(), cases);
            Map<Case, Future<List<String>>> ours = player.play(leveret, cases);
            for (Case one : cases) {
                compare(one, theirs.get(one), ours.get(one));
            }
        }
    }

    private void compare(Case one, Future<List<String>> theirs, Future<List<String>> ours) throws Exception {
        try {
            compare(one, theirs.get(), ours.get());
        } catch (ExecutionException e) {
            defects++;
            out.println("=== " + one + " cannot be played");
            e.getCause().printStackTrace(out);
        }
    }

    private void compare(Case one, List<String> theirs, List<String> ours) throws IOException {
        if (options.record()) {
            Recordings.record(one, theirs);
        }
        if (!options.justifications().isEmpty() && !theirs.equals(ours)) {
            Recordings.record(one, new ExpectedDifference(options.justifications(), ours));
        }
        Optional<ExpectedDifference> expected = Recordings.expectedDifference(one);
        switch (Judgement.of(theirs, expected, ours)) {
            case Judgement.Same any -> same++;
            case Judgement.Listed deviation -> {
                listed++;
                out.println("=== " + one + ": " + deviation.deviations() + "\n" + deviation.diff());
            }
            case Judgement.Defect defect -> {
                defects++;
                out.println("=== " + one + " " + defect.why());
            }
        }
    }
}
