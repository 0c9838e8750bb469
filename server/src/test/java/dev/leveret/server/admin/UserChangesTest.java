package dev.leveret.server.admin;

import static dev.leveret.server.admin.AdministeredBroker.BY;
import static dev.leveret.server.admin.AdministeredBroker.bytes;
import static dev.leveret.server.admin.AdministeredBroker.limit;
import static dev.leveret.server.admin.AdministeredBroker.queue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.admin.AdminException.Reason;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What operators change of users, and what clients that are there notice. The texts are RabbitMQ's. */
class UserChangesTest {

    private static final String REFUSED = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
            + "For details see the broker logfile.";

    private AdministeredBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = new AdministeredBroker(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void expectLoginRefused(String user, String password) {
        try (RawClient client = RawClient.greeted(broker.broker().port())) {
            client.send(0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0" + user + "\0" + password));
            client.expectConnectionClose(403, REFUSED, 0);
        }
    }

    @Test
    void userIsThereAfterARestartWithAllThatHeMay() {
        broker.users().setLimits("clerk", limit("max-channels", 1), BY).join();
        broker.restart();
        try (RawClient client = broker.clerk("warren")) {
            client.send(2, new ChannelMethod.Open());
            client.expectConnectionClose(530, "NOT_ALLOWED - number of channels opened for user 'clerk' has reached the"
                    + " maximum allowed user limit of (1)", 0);
        }
    }

    @Test
    void connectionsOfADeletedUserAreClosed() {
        try (RawClient client = broker.clerk("/"); RawClient other = RawClient.opened(broker.broker().port())) {
            // when
            broker.users().delete("clerk", BY).join();

            // then his connection ends, he can't come again, and others stay
            client.expectConnectionClose(320, "CONNECTION_FORCED - user 'clerk' is deleted", 0);
            expectLoginRefused("clerk", "pw");
            other.openChannel(1).roundTrip(1);
        }
    }

    @Test
    void deletedUserComesBackWithoutHisPermissions() {
        broker.users().delete("clerk", BY).join();
        broker.users().add("clerk", bytes("pw"), List.of(), BY).join();
        broker.restart();
        try (RawClient client = broker.opening("clerk", "/")) {
            client.expectConnectionClose(
                    530, "NOT_ALLOWED - access to vhost '/' refused for user 'clerk'", ConnectionMethod.Open.ID);
        }
    }

    @Test
    void connectionsStayWhenThePasswordIsChanged() {
        try (RawClient client = broker.clerk("/")) {
            byte[] password = bytes("new");
            broker.users().changePassword("clerk", password, BY).join();

            client.roundTrip(1);
            expectLoginRefused("clerk", "pw");
            RawClient.opened(broker.broker().port(), "clerk", "new", "/").close();
            assertArrayEquals(new byte[3], password, "the clear text is wiped");
        }
    }

    @Test
    void nobodyLogsInWithAPasswordThatWasCleared() {
        broker.users().clearPassword("clerk", BY).join();
        expectLoginRefused("clerk", "pw");
        expectLoginRefused("clerk", "");
    }

    @Test
    void permissionThatIsTakenAwayIsMissedAtTheNextMethod() {
        try (RawClient client = broker.clerk("/")) {
            client.send(1, queue("mine", false));
            client.expect(1, QueueMethod.DeclareOk.class);

            // when
            broker.users().clearPermission("clerk", "/", BY).join();

            // then
            client.send(1, queue("mine", false));
            client.expectChannelClose(1, 403, "ACCESS_REFUSED - configure access to queue 'mine' in vhost '/' refused for user"
                    + " 'clerk'", QueueMethod.Declare.ID);
        }
    }

    @Test
    void permissionThatIsGivenIsThereAtTheNextMethod() {
        broker.users().setPermission(new Permission("clerk", "/", "^a", ".*", ".*"), BY).join();
        try (RawClient client = broker.clerk("/")) {
            broker.users().setPermission(new Permission("clerk", "/", "^b", ".*", ".*"), BY).join();
            client.send(1, queue("b", false));
            client.expect(1, QueueMethod.DeclareOk.class);
        }
    }

    @Test
    void topicPermissionHoldsForConnectionsThatAreThere() {
        try (RawClient client = broker.clerk("/")) {
            client.send(1, queue("q", false));
            client.expect(1, QueueMethod.DeclareOk.class);
            broker.users().setTopicPermission(new TopicPermission("clerk", "/", "amq.topic", ".*", "^{username}\\."), BY).join();
            bind(client, "clerk.x");
            broker.users().clearTopicPermissions("clerk", "/", Optional.of("other"), BY).join();
            client.send(1, new QueueMethod.Bind("q", "amq.topic", "boss.x", false, FieldTable.EMPTY));
            client.expectChannelClose(1, 403, "ACCESS_REFUSED - read access to topic 'boss.x' in exchange 'amq.topic' in vhost"
                    + " '/' refused for user 'clerk'", QueueMethod.Bind.ID);
        }
        broker.users().clearTopicPermissions("clerk", "/", Optional.empty(), BY).join();
        try (RawClient client = broker.clerk("/")) {
            bind(client, "boss.x");
        }
    }

    private static void bind(RawClient client, String key) {
        client.send(1, new QueueMethod.Bind("q", "amq.topic", key, false, FieldTable.EMPTY));
        client.expect(1, QueueMethod.BindOk.class);
    }

    @Test
    void limitsAreAddedToThoseThatAreThere() {
        broker.users().setLimits("clerk", limit("max-channels", 1), BY).join();
        broker.users().setLimits("clerk", limit("max-connections", 0), BY).join();
        try (RawClient client = broker.opening("clerk", "/")) {
            client.expectConnectionClose(530, "NOT_ALLOWED - connection refused for user 'clerk': user connection limit (0) is"
                    + " reached", ConnectionMethod.Open.ID);
        }
        broker.users().clearLimits("clerk", Optional.of("max-connections"), BY).join();
        broker.clerk("/").close();
    }

    @Test
    void whatCannotBeIsToldAndChangesNothing() {
        refused(Reason.ALREADY_EXISTS, "User \"clerk\" already exists", () -> broker.users().add("clerk", bytes("x"), List.of(), BY));
        refused(Reason.NO_SUCH_USER, "User \"nobody\" does not exist", () -> broker.users().delete("nobody", BY));
        refused(Reason.NO_SUCH_USER, "User \"nobody\" does not exist", () -> broker.users().setTags("nobody", List.of(), BY));
        List<String> tooMany = Collections.nCopies(65_536, "t");
        refused(Reason.INVALID, "a user has 65535 tags at most, not 65536", () -> broker.users().setTags("guest", tooMany, BY));
        refused(Reason.NO_SUCH_USER, "User \"nobody\" does not exist", () -> broker.users().changePassword("nobody", bytes("x"), BY));
        refused(Reason.NO_SUCH_USER, "User \"nobody\" does not exist", () -> broker.users()
                .setPermission(new Permission("nobody", "/", "", "", ""), BY));
        refused(Reason.NO_SUCH_VHOST, "Virtual host 'nowhere' does not exist", () -> broker.users()
                .setPermission(new Permission("clerk", "nowhere", "", "", ""), BY));
        refused(Reason.NO_SUCH_VHOST, "Virtual host 'nowhere' does not exist", () -> broker.users()
                .clearPermission("clerk", "nowhere", BY));
        refused(Reason.INVALID, "'(' is no regular expression: missing )", () -> broker.users()
                .setPermission(new Permission("clerk", "/", "(", "", ""), BY));
        refused(Reason.INVALID, "'{username}(' is no regular expression: missing )", () -> broker.users()
                .setTopicPermission(new TopicPermission("clerk", "/", "amq.topic", "{username}(", ""), BY));
        refused(Reason.INVALID, "Unrecognised terms [{<<\"max-queues\">>,1}] in user-limits", () -> broker.users()
                .setLimits("clerk", limit("max-queues", 1), BY));
        broker.clerk("/").close();
    }

    private static void refused(Reason reason, String message, Executable change) {
        AdminException refusal = assertThrows(AdminException.class, change);
        assertEquals(message, refusal.getMessage());
        assertEquals(reason, refusal.reason());
    }

    @Test
    void impersonatorMayPublishInAnyonesName() {
        try (RawClient clerk = broker.clerk("/")) {
            // given a user with the tag, and one without
            broker.users().setTags("clerk", List.of("impersonator"), BY).join();
            publish(clerk, "mallory");
            clerk.roundTrip(1);

            // when it is taken away, then he is himself again
            broker.users().setTags("clerk", List.of("administrator"), BY).join();
            publish(clerk, "clerk");
            publish(clerk, "mallory");
            clerk.expectChannelClose(1, 406,
                    "PRECONDITION_FAILED - user_id property set to 'mallory' but authenticated user was 'clerk'", BasicMethod.Publish.ID);
        }
    }

    private static void publish(RawClient client, String userId) {
        Message message = Message.of(Address.of("", "nowhere"),
                ContentHeader.of(BasicProperties.builder().userId(userId).build()), new byte[1], 0);
        client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
    }
}
