package dev.leveret.server.definitions;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.PasswordRule;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.NewVhostSettings;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What a broker has of users and virtual hosts, whose data can be copied as if it were killed. */
final class KillableNode implements AutoCloseable {

    private final BrokerLoops loops = BrokerLoops.onThreads(List.of(new PromptLoop()), () -> 0);
    private final Path data;
    private final BrokerStore store;
    private final VirtualHosts hosts;
    private final Users users;
    private final List<AppenderBase<ILoggingEvent>> appenders = new ArrayList<>();

    KillableNode(Path data) throws Exception {
        this.data = data;
        this.store = BrokerStore.open(data, StoreSettings.defaults(), new StoreRounds(loops));
        var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
        this.hosts = VirtualHosts.open(store, loops, events, TopologyLimits.NONE, Long.MAX_VALUE, Long.MAX_VALUE);
        this.users = new Users(hosts.definitions(), hosts.recoveredAccess(), Hashing.SHA_256, new PasswordRule.Anything());
    }

    VirtualHosts hosts() {
        return hosts;
    }

    Users users() {
        return users;
    }

    NewVirtualHosts newHosts(NewVhostSettings settings) {
        return new NewVirtualHosts(settings, hosts, users);
    }

    /** As a start does. */
    void prepare() throws DefinitionsException {
        prepare(BrokerSettings.defaults().auth().newVhosts());
    }

    /** @param newVhosts what the settings have for new virtual hosts */
    void prepare(NewVhostSettings newVhosts) throws DefinitionsException {
        BrokerSettings settings = BrokerSettings.defaults();
        FirstDefinitions.prepare(
                settings.node(), settings.auth(), () -> Hashing.SHA_256.of("guest".getBytes(StandardCharsets.UTF_8)), hosts,
                newHosts(newVhosts), users, new GlobalParameters(hosts, "leveret@test"), loops);
    }

    /** Does something at each line that this thread logs, once all that was handed over before is on disk. */
    void atLines(Consumer<String> task) {
        Thread mine = Thread.currentThread();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (Thread.currentThread() != mine) {
                    return;
                }
                hosts.definitions().change("nothing", () -> new Change(List.of(), List.of(), () -> {})).join();
                task.accept(event.getFormattedMessage());
            }
        };
        appender.start();
        appenders.add(appender);
        logger().setLevel(Level.INFO);
        logger().addAppender(appender);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.leveret.server");
    }

    void copyTo(Path copy) {
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
        appenders.forEach(logger()::detachAppender);
        logger().setLevel(null); // that of the root: other tests may have silenced it
        store.close();
    }
}
