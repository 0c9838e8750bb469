package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, permissions, virtual hosts and limits, with the texts and exit codes of RabbitMQ 3.10.8. */
class UserCommandsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @Test
    void userComesLogsInAndGoes() {
        assertEquals("""
                Adding user "ann" ...
                Done. Don't forget to grant the user permissions to some virtual hosts! See 'rabbitmqctl help set_permissions' to learn more.""",
                broker.printed("add_user", "ann", "pw"));
        assertEquals(new Ended(70, "Adding user \"ann\" ...", "Error:\nUser \"ann\" already exists"), broker.run("add_user", "ann", "pw"));
        assertEquals("Authenticating user \"ann\" ...\nSuccess", broker.printed("authenticate_user", "ann", "pw"));
        assertEquals("Changing password for user \"ann\" ...", broker.printed("change_password", "ann", "pw2"));
        assertEquals(
                new Ended(65, "Authenticating user \"ann\" ...",
                        "Error:\nError: failed to authenticate user \"ann\"\nuser 'ann' - invalid credentials"),
                broker.run("authenticate_user", "ann", "pw"));
        assertEquals("Setting tags for user \"ann\" to [administrator, foo] ...",
                broker.printed("set_user_tags", "ann", "administrator", "foo"));
        assertEquals("Listing users ...\nuser\ttags\nann\t[administrator, foo]\nguest\t[administrator]", broker.printed("list_users"));
        assertEquals("Clearing password for user \"ann\" ...", broker.printed("clear_password", "ann"));
        assertEquals(65, broker.run("authenticate_user", "ann", "pw2").exitCode());
        assertEquals("Deleting user \"ann\" ...", broker.printed("delete_user", "ann"));
        Ended gone = new Ended(67, "Deleting user \"ann\" ...", "Error:\nUser \"ann\" does not exist");
        assertEquals(gone, broker.run("delete_user", "ann"));
    }

    @Test
    void passwordComesFromStandardInput() {
        broker.run(Tool.RABBITMQCTL, "--odd password\n", "add_user", "bob");
        assertEquals(0, broker.run(Tool.RABBITMQCTL, "--odd password", "authenticate_user", "bob").exitCode());
        Ended nothing = new Ended(65, "Adding user \"carl\" ...", "Error:\nPassword is not provided via argument or stdin");
        assertEquals(nothing, broker.run(Tool.RABBITMQCTL, "", "add_user", "carl"));
        for (String verb : new String[] {"change_password", "authenticate_user"}) {
            Ended ended = broker.run(Tool.RABBITMQCTL, "", verb, "bob", "-q");
            assertEquals(new Ended(70, "", "Error:\nPassword is not provided via argument or stdin"), ended);
        }
        broker.printed("delete_user", "bob");
    }

    @Test
    void emptyPasswordIsOneThatNobodyLogsInWith() {
        assertEquals(0, broker.run(Tool.RABBITMQCTL, "\n", "add_user", "frida").exitCode());
        assertEquals(65, broker.run("authenticate_user", "frida", "").exitCode());
        broker.printed("delete_user", "frida");
        Ended nameless = broker.run("add_user", "", "pw");
        assertEquals(65, nameless.exitCode());
        assertEquals("", nameless.printed());
        assertEquals("Error (argument validation): Bad argument: user cannot be an empty string",
                nameless.error().lines().findFirst().orElseThrow());
    }

    /** 3.10.8 says it in three ways. */
    @Test
    void userWhoIsNotThere() {
        for (String words : new String[] {"delete_user nobody", "change_password nobody pw", "set_user_tags nobody tag"}) {
            failsQuietly(67, "Error:\nUser \"nobody\" does not exist", words);
        }
        for (String words : new String[] {"set_permissions nobody a b c", "clear_permissions nobody",
                "set_topic_permissions nobody amq.topic a b", "clear_topic_permissions nobody"}) {
            failsQuietly(67, "Error:\nUser nobody does not exist", words);
        }
        for (String words : new String[] {"clear_password nobody", "list_user_permissions nobody",
                "list_user_topic_permissions nobody", "set_user_limits nobody {}", "clear_user_limits nobody all",
                "list_user_limits --user nobody"}) {
            failsQuietly(69, "Error:\n{:no_such_user, \"nobody\"}", words);
        }
    }

    @Test
    void virtualHostThatIsNotThere() {
        for (String words : new String[] {"list_permissions", "list_topic_permissions", "set_vhost_limits {}",
                "list_vhost_limits", "list_policies", "set_policy p q {\"max-length\":1}"}) {
            failsQuietly(65, "Virtual host 'nowhere' does not exist", "-p nowhere " + words);
        }
        failsQuietly(65, "Virtual host 'nowhere' does not exist", "delete_vhost nowhere");
        for (String words : new String[] {"set_permissions guest a b c", "clear_permissions guest",
                "set_topic_permissions guest amq.topic a b"}) {
            failsQuietly(69, "Error:\nVirtual host nowhere does not exist", "-p nowhere " + words);
        }
        failsQuietly(69, "Error:\nParameter does not exist", "-p nowhere clear_vhost_limits");
        failsQuietly(69, "Error:\nParameter does not exist", "-p nowhere clear_policy p");
        failsQuietly(69, "Error:\nParameter does not exist", "-p nowhere clear_operator_policy p");
        failsQuietly(69, "Error:\nnot_found", "-p nowhere purge_queue q");
        failsQuietly(64, "Error:\nQueue not found", "-p nowhere delete_queue q");
    }

    private static void failsQuietly(int exitCode, String error, String words) {
        assertEquals(new Ended(exitCode, "", error), broker.run(("-q " + words).split(" ")), words);
    }

    @Test
    void permissionsAreSetListedAndCleared() {
        broker.printed("add_user", "dora", "pw");
        assertEquals("Adding vhost \"shop\" ...", broker.printed("add_vhost", "shop"));
        assertEquals("Setting permissions for user \"dora\" in vhost \"shop\" ...",
                broker.printed("set_permissions", "-p", "shop", "dora", ".*", "a", "b"));
        assertEquals("""
                Listing permissions for vhost "shop" ...
                user\tconfigure\twrite\tread
                dora\t.*\ta\tb""", broker.printed("list_permissions", "-p", "shop"));
        assertEquals("shop\t.*\ta\tb", broker.printed("list_user_permissions", "dora", "-s"));
        assertEquals("[\n{\"user\":\"dora\",\"configure\":\".*\",\"write\":\"a\",\"read\":\"b\"}\n]",
                broker.printed("list_permissions", "-p", "shop", "--formatter", "json"));
        assertEquals(69, broker.run("set_permissions", "-p", "shop", "dora", "(((", ".*", ".*").exitCode());
        assertEquals(67, broker.run("set_permissions", "-p", "shop", "nobody", ".*", ".*", ".*").exitCode());
        assertEquals(new Ended(65, "Listing permissions for vhost \"nope\" ...", "Virtual host 'nope' does not exist"),
                broker.run("list_permissions", "-p", "nope"));
        broker.printed("set_topic_permissions", "-p", "shop", "dora", "amq.topic", "x", "y");
        assertEquals("user\texchange\twrite\tread\ndora\tamq.topic\tx\ty", broker.printed("list_topic_permissions", "-p", "shop", "-q"));
        assertEquals("shop\tamq.topic\tx\ty", broker.printed("list_user_topic_permissions", "dora", "-s"));
        assertEquals("Clearing topic permissions on \"amq.topic\" for user \"dora\" in vhost \"shop\" ...",
                broker.printed("clear_topic_permissions", "-p", "shop", "dora", "amq.topic"));
        assertEquals("", broker.printed("list_topic_permissions", "-p", "shop", "-q"));
        broker.printed("clear_permissions", "-p", "shop", "dora");
        assertEquals("", broker.printed("list_user_permissions", "dora", "-s"));
        broker.printed("delete_vhost", "shop");
        broker.printed("delete_user", "dora");
    }

    @Test
    void limitsOfUsers() {
        broker.printed("add_user", "emil", "pw");
        assertEquals("Setting user limits to \"{\"max-connections\":5}\" for user \"emil\" ...",
                broker.printed("set_user_limits", "emil", "{\"max-connections\":5}"));
        assertEquals("Listing limits for user \"emil\" ...\n{\"max-connections\":5}",
                broker.printed("list_user_limits", "--user", "emil"));
        assertEquals("emil\t{\"max-connections\":5}", broker.printed("list_user_limits", "--global", "-s"));
        assertEquals(69, broker.run("set_user_limits", "emil", "{\"max-foo\":5}").exitCode());
        assertEquals("Clearing \"max-connections\" limit for user \"emil\" ...",
                broker.printed("clear_user_limits", "emil", "max-connections"));
        assertEquals("{}", broker.printed("list_user_limits", "--user", "emil", "-q"));
        broker.printed("delete_user", "emil");
    }

    @Test
    void virtualHostsAndTheirLimits() {
        broker.printed("add_vhost", "tools", "--description", "of trade", "--tags", "a,b");
        assertEquals("Listing vhosts ...\nname\n/\ntools", broker.printed("list_vhosts"));
        assertEquals("tools\tfalse\tof trade\t[a, b]",
                broker.printed("list_vhosts", "name", "tracing", "description", "tags", "-s").lines().skip(1).findFirst().orElseThrow());
        assertEquals(64, broker.run("list_vhosts", "nope").exitCode());
        assertEquals("Setting vhost limits to \"{\"max-queues\":5}\" for vhost \"tools\" ...",
                broker.printed("set_vhost_limits", "-p", "tools", "{\"max-queues\":5}"));
        assertEquals("{\"max-queues\":5}", broker.printed("list_vhost_limits", "-p", "tools", "-q"));
        assertEquals("Clearing vhost \"tools\" limits ...", broker.printed("clear_vhost_limits", "-p", "tools"));
        assertEquals("Deleting vhost \"tools\" ...", broker.printed("delete_vhost", "tools"));
        assertEquals(65, broker.run("delete_vhost", "tools").exitCode());
    }
}
