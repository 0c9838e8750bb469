package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NewVhostSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start may be killed at any time: the next one makes what is not there, so that somebody can come in. */
class FirstUserAfterCrashTest {

    @TempDir
    Path folder;

    @Test
    void userThatIsThereHasHisPermission() throws Exception {
        Path killed = folder.resolve("killed");
        try (KillableNode node = new KillableNode(folder.resolve("first"))) {
            // given a first start that is killed when it is about to write the permission, and all before it is on disk
            node.atLines(line -> {
                if (line.startsWith("Successfully set permissions")) {
                    node.copyTo(killed);
                }
            });
            node.prepare();
        }
        try (KillableNode node = new KillableNode(killed)) {
            // when it is started again
            node.prepare();

            // then
            assertEquals(List.of("guest"), node.users().users().stream().map(user -> user.name()).toList());
            assertEquals(".*", node.users().permission("guest", "/").configure());
        }
    }

    @Test
    void othersWhoComeWithTheVirtualHostAreNotTheFirst() throws Exception {
        // given settings with a user for each new virtual host, and a first start that is killed at any line of its log
        NewVhostSettings settings = new NewVhostSettings(
                List.of(new DefaultUser("tester", "pw", Pattern.compile(".*"), List.of(), new DefaultUser.Grant(".*", ".*", ".*"))),
                List.of(), List.of(), Integer.MAX_VALUE);
        List<Path> copies = new ArrayList<>();
        try (KillableNode node = new KillableNode(folder.resolve("first"))) {
            node.atLines(line -> {
                copies.add(folder.resolve("killed-" + copies.size()));
                node.copyTo(copies.getLast());
            });
            node.prepare(settings);
        }
        assertFalse(copies.isEmpty());

        // when it is started again
        for (Path copy : copies) {
            try (KillableNode node = new KillableNode(copy)) {
                node.prepare(settings);

                // then
                assertEquals(Set.of("guest", "tester"),
                        node.users().users().stream().map(user -> user.name()).collect(Collectors.toSet()));
            }
        }
    }
}
