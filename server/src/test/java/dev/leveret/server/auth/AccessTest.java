package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the user of a connection may do, now. */
class AccessTest {

    private final Users users = new Users(null, List.of(), Hashing.SHA_256, new PasswordRule.Anything());

    private Access access(String user) {
        return users.access(user, "/");
    }

    private void topic(String user, String write, String read) {
        users.apply(new TopicPermission(user, "/", "amq.topic", write, read));
    }

    private static boolean mayWrite(Access access, String key) {
        access.isUnrestricted();
        try {
            access.writeTopic("amq.topic", key);
            return true;
        } catch (AmqpException e) {
            return false;
        }
    }

    @Test
    void whoMayDoEverythingIsUnrestrictedUntilHeHasATopicPermission() {
        users.apply(new Permission("u", "/", ".*", ".*", ".*"));
        Access access = access("u");
        assertTrue(access.isUnrestricted());
        topic("u", ".*", ".*");
        assertFalse(access.isUnrestricted());
        users.remove(new TopicPermission("u", "/", "amq.topic", "", ""));
        assertTrue(access.isUnrestricted());
    }

    @Test
    void changesOfOthersAndElsewhereDoNotMatter() {
        users.apply(new Permission("u", "/", ".*", ".*", ".*"));
        Access access = access("u");
        topic("other", "x", "x");
        users.apply(new TopicPermission("u", "elsewhere", "amq.topic", "x", "x"));
        assertTrue(access.isUnrestricted());
    }

    @Test
    void exchangeWithoutATopicPermissionTakesAnyKey() {
        topic("u", "^a", "^a");
        Access access = access("u");
        assertFalse(mayWrite(access, "b"));
        assertDoesNotThrow(() -> access.writeTopic("other", "b"));
    }

    @Test
    void emptyExpressionIsForTheEmptyKeyOnly() {
        topic("u", "", "");
        assertFalse(mayWrite(access("u"), "a"));
        assertTrue(mayWrite(access("u"), ""));
    }

    @Test
    void expressionNeedOnlyBeFoundInTheKey() {
        topic("u", "b\\.c", "");
        assertTrue(mayWrite(access("u"), "a.b.c.d"));
    }

    @Test
    void variablesStandForUserAndVirtualHost() {
        topic("u", "^{vhost}:{username}\\.{username}$", "");
        assertTrue(mayWrite(access("u"), "/:u.u"));
        assertFalse(mayWrite(access("u"), "/:u.v"));
    }

    @Test
    void userWhoseNameLooksLikeAnExpressionIsNobodyElse() {
        topic(".*", "^{username}$", "");
        assertFalse(mayWrite(access(".*"), "anything"));
        assertTrue(mayWrite(access(".*"), ".*"));
    }

    @Test
    void clientIdIsNotKnownInThisProtocol() {
        topic("u", "^{client_id}$", "");
        assertFalse(mayWrite(access("u"), "u"));
        assertTrue(mayWrite(access("u"), "{client_id}"));
    }

    @Test
    void refusalNamesKeyAndExchange() {
        topic("u", ".*", "^a");
        AmqpException e = assertThrows(AmqpException.class, () -> access("u").readTopic("amq.topic", "b"));
        assertEquals(
                "ACCESS_REFUSED - read access to topic 'b' in exchange 'amq.topic' in vhost '/' refused for user 'u'",
                e.error().replyText());
    }
}
