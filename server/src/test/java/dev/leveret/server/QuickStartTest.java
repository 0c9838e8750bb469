package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would make each start slower, whatever is recorded of an earlier one: docs/decisions/0014-quick-start.md. */
class QuickStartTest {

    /** Has the JVM print what it makes at run time for a place in the code. */
    private static final String TRACE = "-Djava.lang.invoke.MethodHandle.TRACE_METHOD_LINKAGE=true";

    private static final String MADE = "linkCallSite dev.leveret.";

    @TempDir
    private Path folder;

    @Test
    void aStartUsesNoSwitchOverTypesAndNoMethodThatARecordGetsByItself() throws Exception {
        for (String start : List.of("new folder", "existing folder")) {
            // given a broker whose JVM says what it makes
            Process process = MainTest.command(List.of(TRACE), "--port", "0", "--data", folder.toString())
                    .redirectErrorStream(true)
                    .start();

            // when it has started
            List<String> made = new ArrayList<>();
            try (var output = process.inputReader()) {
                String line = output.readLine();
                while (line != null && !line.contains("Server startup complete")) {
                    if (line.startsWith(MADE)) {
                        made.add(line);
                    }
                    line = output.readLine();
                }
                process.toHandle().destroy(); // unlike the process itself it leaves the output readable
                output.lines().forEach(rest -> {});
            }
            assertEquals(0, process.waitFor(), start);

            // then there are lambdas and texts among it, which a record of a start contains, and nothing else
            assertFalse(made.isEmpty(), start);
            made.removeIf(line -> line.contains("LambdaMetafactory") || line.contains("StringConcatFactory"));
            assertEquals(List.of(), made, start);
        }
    }
}
