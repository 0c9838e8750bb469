package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.PasswordRule;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.TopologyLimits;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.StoreRounds;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The first start may be killed at any time: the next one makes what is not there, so that somebody can come in. */
class FirstUserAfterCrashTest {

    @TempDir
    Path folder;

    @Test
    void userThatIsThereHasHisPermission() throws Exception {
        Path killed = folder.resolve("killed");
        try (Node node = new Node(folder.resolve("first"))) {
            // given a first start that is killed when it is about to write the permission, and all before it is on disk
            node.atLine("Successfully set permissions", () -> node.copyTo(killed));
            node.prepare();
        }
        try (Node node = new Node(killed)) {
            // when it is started again
            node.prepare();

            // then
            assertEquals(List.of("guest"), node.users.users().stream().map(user -> user.name()).toList());
            assertEquals(".*", node.users.permission("guest", "/").configure());
        }
    }

    /** What a broker has of users and virtual hosts. */
    private static final class Node implements AutoCloseable {

        private final BrokerLoops loops = BrokerLoops.onThreads(List.of(new PromptLoop()), () -> 0);
        private final Path data;
        private final BrokerStore store;
        private final VirtualHosts hosts;
        private final Users users;

        private Node(Path data) throws Exception {
            this.data = data;
            this.store = BrokerStore.open(data, StoreSettings.defaults(), new StoreRounds(loops));
            var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
            this.hosts = VirtualHosts.open(store, loops, events, TopologyLimits.NONE, Long.MAX_VALUE, Long.MAX_VALUE);
            this.users = new Users(hosts.definitions(), hosts.recoveredAccess(), Hashing.SHA_256, new PasswordRule.Anything());
        }

        private void prepare() throws DefinitionsException {
            BrokerSettings settings = BrokerSettings.defaults();
            FirstDefinitions.prepare(
                    settings.node(), settings.auth(), () -> Hashing.SHA_256.of("guest".getBytes(StandardCharsets.UTF_8)), hosts,
                    new NewVirtualHosts(settings.auth().newVhosts(), hosts, users), users,
                    new GlobalParameters(hosts, "leveret@test"), loops);
        }

        /** Does something on the thread that logs such a line, once all that was handed over before is on disk. */
        private void atLine(String beginning, Runnable task) {
            Logger logger = (Logger) LoggerFactory.getLogger("dev.leveret.server");
            AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getFormattedMessage().startsWith(beginning)) {
                        logger.detachAppender(this);
                        hosts.definitions().change("nothing", () -> new Change(List.of(), List.of(), () -> {})).join();
                        task.run();
                    }
                }
            };
            appender.start();
            logger.addAppender(appender);
        }

        private void copyTo(Path copy) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(data.relativize(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
