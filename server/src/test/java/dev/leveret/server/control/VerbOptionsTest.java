package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options as 3.10.8 takes and refuses them: exit codes, and the first line of what is said. */
class VerbOptionsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-qs list_users                     | guest\\t[administrator]",
        "list_users -q                      | user\\ttags",
        "list_users -q=false                | Listing users ...",
        "list_users --quiet=false           | Listing users ...",
        "list_users -q -t5                  | user\\ttags",
        "list_users -q -t=5 -l -n x@y       | user\\ttags",
        "list_users -q --no-table-headers   | guest\\t[administrator]",
        "list_users --formatter=csv         | \"user\",\"tags\"",
        "list_users --formatter=json_stream | {\"user\":\"guest\",\"tags\":[\"administrator\"]}",
        "list_users --print-stacktrace -s   | guest\\t[administrator]",
        "-s -p / list_permissions           | guest\\t.*\\t.*\\t.*",
        "cipher_suites -q --all             | TLS_AES_256_GCM_SHA384",
    })
    void isTaken(String words, String firstLine) {
        assertEquals(firstLine.replace("\\t", "\t"), broker.printed(words.split(" ")).lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "list_users -x                           | 64 | Invalid options for this command:\\n-x :",
        "list_users --nope                       | 64 | Invalid options for this command:\\n--nope :",
        "list_users -e                           | 64 | Invalid options for this command:\\n-e :",
        "list_users -xy                          | 64 | Invalid options for this command:\\n-x : \\n-y :",
        "add_user x -pw                          | 64 | Invalid options for this command:\\n-p :",
        "list_users -n                           | 64 | Invalid options for this command:\\n-n :",
        "list_users -                            | 64 | too many arguments.",
        "set_policy p x {} --priority abc        | 64 | Invalid options for this command:\\n--priority : abc",
        "status --unit stone                     | 64 | \"unit 'stone' is not supported. Please use one of: bytes, mb, gb\"",
        "memory_breakdown --unit stone           | 64 | \"unit 'stone' is not supported. Please use one of: bytes, mb, gb\"",
        "cipher_suites --format stone            | 65 | Bad argument: Format should be either openssl or iana",
        "check_certificate_expiration --within x | 64 | Invalid options for this command:\\n--within : x",
        "wait                                    | 64 | \"No pid or pidfile specified\"",
        "close_all_connections --limit x because | 64 | Invalid options for this command:\\n--limit : x",
    })
    void isRefused(String words, int exitCode, String reason) {
        Ended refused = broker.run(words.split(" "));
        String told = refused.error().substring(0, refused.error().indexOf("\nArguments given:\n")).stripTrailing();
        assertEquals(exitCode + " Error (argument validation): " + reason.replace("\\n", "\n"), refused.exitCode() + " " + told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-e       | if queue is empty",
        "-u       | if queue is unused",
        "-e -u    | if queue is empty and if queue is unused",
        "-eu      | if queue is empty and if queue is unused",
    })
    void deletionHasShortOptions(String options, String condition) {
        assertEquals(
                new Ended(64, "Deleting queue 'q' on vhost '/' " + condition + " ...", "Error:\nQueue not found"),
                broker.run(("delete_queue " + options + " q").split(" ")));
    }

    @Test
    void numbersAreNoOptions() {
        broker.printed("add_user", "x", "-5");
        assertEquals(0, broker.run("authenticate_user", "x", "-5").exitCode());
        broker.printed("delete_user", "x");
    }

    @Test
    void pluginsHaveShortOptions() {
        String one = "rabbitmq_random_exchange";
        for (String option : List.of("-m", "-qm", "-E", "-e", "-v")) {
            Ended listed = broker.run(Tool.PLUGINS, "", "list", option, one);
            assertEquals(new Ended(0, listed.printed(), ""), listed);
        }
        assertEquals(one, broker.run(Tool.PLUGINS, "", "list", "-qm", one).printed());
        assertEquals(List.of("[E*] " + one, "     Version:     \t" + broker.printed("server_version", "-q")),
                broker.run(Tool.PLUGINS, "", "-q", "list", "-v", one).printed().lines()
                        .dropWhile(line -> !line.startsWith("[")).limit(2).toList());
    }

    @Test
    void amountsAreToldInTheUnitThatIsAskedFor() {
        for (String unit : List.of("bytes", "mb", "MB", "gb")) {
            String line = broker.printed("-q", "memory_breakdown", "--unit", unit);
            assertEquals(unit.toLowerCase(Locale.ROOT), line.substring(line.lastIndexOf(' ') + 1), line);
        }
    }

    @Test
    void whatIsNotedOfAVirtualHostIsUpdated() {
        broker.printed("add_vhost", "v", "-d", "first", "--tags", "a,b");
        assertEquals("Updating metadata of vhost \"v\" ...", broker.printed("update_vhost_metadata", "v", "--description", "second"));
        assertEquals("v\tsecond\t[a, b]", columns());
        broker.printed("update_vhost_metadata", "v", "--tags", "c");
        assertEquals("v\tsecond\t[c]", columns());
        broker.printed("delete_vhost", "v");
        assertEquals(new Ended(65, "", "Error:\nVirtual host \"v\" does not exist"), broker.run("-q", "update_vhost_metadata", "v"));
    }

    private static String columns() {
        return broker.printed("-s", "list_vhosts", "name", "description", "tags").lines()
                .filter(line -> line.startsWith("v\t")).findFirst().orElseThrow();
    }
}
