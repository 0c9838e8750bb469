package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.config.DefaultPolicy;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.DefaultUser.Grant;
import dev.leveret.server.config.NewVhostSettings;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker may be killed at any time while a virtual host is made: one that is there is not given again what it lacks. */
class NewVirtualHostAfterCrashTest {

    private static final VirtualHostDefinition QA = new VirtualHostDefinition("qa", FieldTable.EMPTY);
    private static final Pattern ALL = Pattern.compile(".*");
    private static final Policy SHORT = operatorPolicy("short", 1);
    private static final Policy SHORTER = operatorPolicy("short", 2);
    private static final Policy OTHER = operatorPolicy("other", 1);

    private static final NewVhostSettings SETTINGS = new NewVhostSettings(
            List.of(new DefaultUser("tester", "pw", ALL, List.of(), new Grant(".*", ".*", "^t"))),
            List.of(),
            List.of(new DefaultPolicy(ALL, OTHER), new DefaultPolicy(ALL, SHORT)),
            Integer.MAX_VALUE);

    @TempDir
    Path folder;

    private static Policy operatorPolicy(String name, int length) {
        return new Policy(
                PolicyKind.OPERATOR, name, ".*", ApplyTo.QUEUES, 0, FieldTable.builder().put("max-length", length).build());
    }

    @Test
    void virtualHostIsThereWithAllOfItOrNotAtAll() throws Exception {
        Map<String, Path> copies = new LinkedHashMap<>();
        List<String> found = new ArrayList<>();
        try (KillableNode node = new KillableNode(folder.resolve("first"))) {
            // given a broker that is killed at any line of its log while it makes one
            node.atLines(line -> {
                Path copy = folder.resolve("killed-" + copies.size());
                node.copyTo(copy);
                copies.put(line, copy);
                if (node.hosts().find("qa") != null) {
                    found.add(line);
                }
            });
            node.newHosts(SETTINGS).create(QA, "operator").join();
            node.copyTo(folder.resolve("done"));
        }
        assertEquals(7, copies.size(), () -> "lines: " + copies.keySet());

        // then the next start finds nothing of it, nor has anybody else before
        assertEquals(List.of(), found);
        for (var copy : copies.entrySet()) {
            try (KillableNode node = new KillableNode(copy.getValue())) {
                assertNull(node.hosts().find("qa"), copy::getKey);
                assertEquals(List.of(), node.users().users(), copy::getKey);
            }
        }

        // or all
        try (KillableNode node = new KillableNode(folder.resolve("done"))) {
            assertNotNull(node.hosts().definition("qa"));
            assertEquals(List.of(OTHER, SHORT), node.hosts().find("qa").policies().list(PolicyKind.OPERATOR));
            assertEquals(new Permission("tester", "qa", ".*", ".*", "^t"), node.users().permission("tester", "qa"));
        }
    }

    @Test
    void whatIsChangedAtOnceStaysChanged() throws Exception {
        try (KillableNode node = new KillableNode(folder.resolve("first"))) {
            // given policies that are changed and cleared before the store has written what made them
            node.newHosts(SETTINGS).create(QA, "operator");
            var policies = node.hosts().find("qa").policies();
            policies.set(SHORTER);
            policies.clear(PolicyKind.OPERATOR, "other").join();
            node.copyTo(folder.resolve("killed"));
        }

        // then
        try (KillableNode node = new KillableNode(folder.resolve("killed"))) {
            assertEquals(List.of(SHORTER), node.hosts().find("qa").policies().list(PolicyKind.OPERATOR));
        }
    }
}
