package dev.leveret.server.admin;

import static dev.leveret.server.admin.AdministeredBroker.BY;
import static dev.leveret.server.admin.AdministeredBroker.NOTHING;
import static dev.leveret.server.admin.AdministeredBroker.bytes;
import static dev.leveret.server.admin.AdministeredBroker.limit;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One line for what an operator changes, in RabbitMQ's words where it has them, and never a secret. */
class OperatorLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.leveret.server");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private AdministeredBroker broker;
    private Level before;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = new AdministeredBroker(data);
        log.start();
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(before);
        broker.close();
    }

    @Test
    void changesOfUsers() {
        broker.users().add("x", bytes("secret"), List.of(), BY).join();
        broker.users().changePassword("x", bytes("hidden"), BY).join();
        broker.users().setTags("x", List.of("monitoring", "policymaker"), BY).join();
        broker.users().setTags("x", List.of("monitoring", "policymaker"), BY).join();
        broker.users().setLimits("x", limit("max-connections", 5), BY).join();
        broker.users().clearLimits("x", Optional.empty(), BY).join();
        broker.users().clearPassword("x", BY).join();
        broker.users().delete("x", BY).join();
        assertEquals(
                List.of(
                        "Created user 'x'",
                        "Successfully changed password for user 'x'",
                        "Successfully set user tags for user 'x' to [monitoring,policymaker]",
                        "Successfully set user tags for user 'x' to [monitoring,policymaker]",
                        "Successfully set user limits for user 'x' to max-connections: 5",
                        "Successfully set user limits for user 'x' to none",
                        "Clearing password for 'x'",
                        "Deleted user 'x'"),
                lines());
    }

    @Test
    void changesOfPermissions() {
        broker.grant("clerk", "warren");
        broker.users().setTopicPermission(new TopicPermission("clerk", "warren", "amq.topic", "a", "b"), BY).join();
        broker.users().clearTopicPermissions("clerk", "warren", Optional.empty(), BY).join();
        broker.users().clearPermission("clerk", "warren", BY).join();
        assertEquals(
                List.of(
                        "Successfully set permissions for 'clerk' in virtual host 'warren' to '.*', '.*', '.*'",
                        "Successfully set topic permissions on exchange 'amq.topic' for 'clerk' in virtual host 'warren' to 'a', 'b'",
                        "Successfully cleared topic permissions on exchange 'amq.topic' for 'clerk' in virtual host 'warren'",
                        "Successfully cleared permissions for 'clerk' in virtual host 'warren'"),
                lines());
    }

    @Test
    void changesOfVirtualHosts() {
        broker.hosts().add("v", NOTHING, BY).join();
        broker.hosts().setLimits("v", limit("max-queues", 5), BY).join();
        broker.hosts().clearLimits("v", BY).join();
        broker.hosts().delete("v", BY).join();
        assertEquals(
                List.of(
                        "Adding vhost 'v'",
                        "Successfully set limits for vhost 'v' to max-queues: 5",
                        "Successfully set limits for vhost 'v' to none",
                        "Deleting vhost 'v'"),
                lines());
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
