package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
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
}
