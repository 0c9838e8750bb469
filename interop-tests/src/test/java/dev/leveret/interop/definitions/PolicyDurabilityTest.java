package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that has been told of is there after a crash, and one that was cleared is not. */
@LeveretOnly("uses the broker's own commands")
class PolicyDurabilityTest {

    @Test
    void policiesOutliveAKill(@TempDir Path folder) throws Exception {
        try (OperatedBroker broker = new OperatedBroker(folder.resolve("data"))) {
            // given a durable queue, a policy and one that has gone
            broker.client().channel().queueDeclare("orders", true, false, false, Map.of());
            broker.run("set_policy", "gone", ".*", "{\"max-length\":1}", "--priority", "9");
            broker.run("set_policy", "limit", "^ord", "{\"max-length\":3}");
            broker.run("set_operator_policy", "most", "^ord", "{\"max-length\":2}");
            broker.run("clear_policy", "gone");
            // when the broker is killed
            broker.killAndRestart();
            // then what was set is in force
            assertEquals("/\tlimit\t^ord\tall\t{\"max-length\":3}\t0\n", broker.run("list_policies", "-s"));
            broker.client().publish("", "orders", "a", "b", "c", "d");
            assertEquals(2, broker.client().ready("orders"));
        }
    }
}
