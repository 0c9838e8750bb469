package dev.leveret.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first user's tags and permissions, and users of new virtual hosts. */
class DefaultUserTest {

    private final RawSettings raw = new RawSettings();

    @Test
    void firstUserHasTheTagsThatAreNamed() {
        assertEquals(List.of("administrator"), auth().defaultTags());
        set("default_user_tags.management", "true");
        assertEquals(List.of("management"), auth().defaultTags());
        set("default_user_tags.management", "false");
        assertEquals(List.of(), auth().defaultTags());
    }

    @Test
    void firstUserMayDoWhatIsNamed() {
        set("default_permissions.configure", "^x");
        assertEquals(new DefaultUser.Grant("^x", ".*", ".*"), auth().defaultGrant());
    }

    @Test
    void usersOfNewVirtualHostsAreReadByName() {
        set("default_users.qa.password", "hunter2");
        set("default_users.qa.vhost_pattern", "^qa");
        set("default_users.qa.tags", "policymaker, management");
        set("default_users.qa.read", "");
        set("default_users.a.b.password", "x");
        List<DefaultUser> users = auth().newVhosts().users();
        assertEquals(List.of("a.b", "qa"), users.stream().map(DefaultUser::name).toList());
        DefaultUser qa = users.getLast();
        assertEquals("hunter2", qa.pass());
        assertTrue(qa.vhosts().matcher("qa-1").find());
        assertFalse(qa.vhosts().matcher("shop").find());
        assertEquals(List.of("policymaker", "management"), qa.tags());
        assertEquals(new DefaultUser.Grant(".*", ".*", ""), qa.grant());
        assertFalse(SettingsReader.read(raw).toString().contains("hunter2"));
    }

    @Test
    void whatIsWrongIsToldOf() {
        set("default_users.qa.tags", "x");
        refused("test: default_users.qa.tags needs default_users.qa.password as well; write default_users.qa.password = ...");
        set("default_users.qa.password", "x");
        set("default_users.qa.vhost_pattern", "(");
        refused("test: default_users.qa.vhost_pattern: '(' is not a regular expression");
        set("default_users.qa.vhost_pattern", "x");
        set("default_users.qa.pattern", "x");
        refused("test: unknown setting 'default_users.qa.pattern'; what may follow there is NAME. and one of password,"
                + " vhost_pattern, tags, configure, write, read");
    }

    @Test
    void permissionsAreThree() {
        set("default_permissions.delete", ".*");
        refused("test: unknown setting 'default_permissions.delete'; what may follow there is configure, write, read");
    }

    private void set(String key, String value) {
        raw.set(key, value, "test");
    }

    @Test
    void limitsOfNewVirtualHostsAreReadByName() {
        set("default_limits.vhosts.2.max_queues", "-1");
        set("default_limits.vhosts.1.pattern", "^qa");
        set("default_limits.vhosts.1.max_connections", "10");
        List<DefaultLimits> limits = auth().newVhosts().limits();
        assertEquals(
                List.of(FieldTable.builder().put("max-connections", 10).build(), FieldTable.builder().put("max-queues", -1).build()),
                limits.stream().map(DefaultLimits::limits).toList());
        assertFalse(limits.getFirst().vhosts().matcher("shop").find());
        assertTrue(limits.getLast().vhosts().matcher("shop").find());
    }

    @Test
    void wrongLimitsOfNewVirtualHostsAreToldOf() {
        set("default_limits.vhosts.1.max_queues", "many");
        refused("test: default_limits.vhosts.1.max_queues: 'many' is not a whole number, or -1 for no limit");
        set("default_limits.vhosts.1.max_queues", "1");
        set("default_limits.vhosts.1.max_channels", "1");
        refused("test: unknown setting 'default_limits.vhosts.1.max_channels'; what may follow there is NAME. and one of pattern,"
                + " max_connections, max_queues");
    }

    private AuthSettings auth() {
        return SettingsReader.read(raw).auth();
    }

    private void refused(String line) {
        assertEquals(line, assertThrows(ConfigException.class, this::auth).getMessage());
    }
}
