package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lists say of a virtual host with policies and limits, and what is said of limits that are none, as 3.10.8 has it. */
class ListedValuesTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
        broker.printed("add_vhost", "shop");
        broker.printed("add_user", "dora", "pw");
        broker.printed("set_user_limits", "dora", "{\"max-connections\":5,\"max-channels\":9}");
        broker.printed("set_vhost_limits", "-p", "shop", "{\"max-queues\":500,\"max-connections\":-1}");
        broker.printed("set_policy", "-p", "shop", "p1", "^p\\.", "{\"message-ttl\":6,\"max-length\":10}", "--priority", "3");
        broker.printed("set_operator_policy", "-p", "shop", "op1", "^q", "{\"max-length\":5,\"expires\":36}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "-p shop list_policies          | shop\\tp1\\t^p\\.\\tall\\t{\"max-length\":10,\"message-ttl\":6}\\t3",
        "-p shop list_operator_policies | shop\\top1\\t^q\\tall\\t{\"expires\":36,\"max-length\":5}\\t0",
        "list_user_limits --user dora   | {\"max-channels\":9,\"max-connections\":5}",
        "list_user_limits --global      | dora\\t{\"max-channels\":9,\"max-connections\":5}",
        "list_vhost_limits --global     | shop\\t{\"max-connections\":-1,\"max-queues\":500}",
        "list_vhost_limits -p shop      | {\"max-connections\":-1,\"max-queues\":500}",
        "list_vhosts name description name default_queue_type | /\\tDefault virtual host\\tundefined\\nshop\\t\\tundefined",
        "list_parameters -p shop | operator_policy\\top1\\t{\"pattern\":\"^q\",\"definition\":{\"expires\":36,\"max-length\":5},"
                + "\"priority\":0,\"apply-to\":\"all\"}\\nvhost-limits\\tlimits\\t{\"max-connections\":-1,\"max-queues\":500}",
        "list_vhosts cluster_state | [{\"node@here\",\"running\"}]\\n[{\"node@here\",\"running\"}]",
        "list_vhost_limits --formatter json | []",
    })
    void isListed(String words, String table) {
        assertEquals(table.replace("\\t", "\t").replace("\\n", "\n"), broker.printed(("-s " + words).split(" ")));
    }

    @Test
    void limitsOfAVirtualHostAreTextInJson() {
        assertEquals("""
                {"node":"node@here","result":"ok","value":"{\\"max-connections\\":-1,\\"max-queues\\":500}"}""",
                broker.printed("list_vhost_limits", "-p", "shop", "--formatter", "json"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "set_user_limits dora {\"x\":1}                | Unrecognised terms [{<<\"x\">>,1}] in user-limits",
        "set_user_limits dora {\"max-channels\":\"a\"} | max-channels should be a number, actually was <<\"a\">>",
        "set_vhost_limits {\"x\":\"a\"}                | Validation failed\\n\\nUnrecognised terms [{<<\"x\">>,<<\"a\">>}] in limits\\n",
        "set_vhost_limits {\"max-queues\":true}        | Validation failed\\n\\nmax-queues should be a number, actually was true\\n",
        "set_vhost_limits {\"max-queues\":3000000000} "
                + "| Validation failed\\n\\nmax-queues should be 2147483647 at most, and -1 for no limit\\n",
    })
    void limitIsRefused(String words, String reason) {
        assertEquals(new Ended(69, "", "Error:\n" + reason.replace("\\n", "\n")), broker.run(("-q " + words).split(" ")));
    }

    @Test
    void whatIsBeingDoneIsToldBeforeItFails() {
        assertEquals(new Ended(65, "Listing policies for vhost \"nope\" ...", "Virtual host 'nope' does not exist"),
                broker.run("list_policies", "-p", "nope"));
    }
}
