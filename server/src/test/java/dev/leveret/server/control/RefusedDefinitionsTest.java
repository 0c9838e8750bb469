package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.config.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of definitions of which something cannot be: it is named, with what to do, and nothing of the file is done. */
class RefusedDefinitionsTest {

    /** What every file begins with, and what would be seen if it were done. */
    private static final String FINE = "{'vhosts':[{'name':'a'},{'name':'lim'}],'users':[{'name':'u'}],"
            + "'global_parameters':[{'name':'cluster_tags','value':{'a':1}}],"
            + "'policies':[{'name':'p','vhost':'/','pattern':'x','definition':{'max-length':1}}],";

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        // given room for one virtual host more, three queues, and three exchanges beside those that come with a virtual host
        broker = new CommandedBroker(
                data, "vhost_max", "3", "cluster_queue_limit", "3", "cluster_exchange_limit", String.valueOf(8 + 7 + 7 + 3));
        broker.printed("add_vhost", "lim");
        broker.printed("set_vhost_limits", "-p", "lim", "{\"max-queues\":1}");
    }

    private static Ended imported(String json) {
        return broker.run(Tool.RABBITMQCTL, json.replace('\'', '"'), "-q", "import_definitions");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'queues':[{'name':'q','vhost':'a'},{'name':'q','vhost':'a'},{'name':'r','vhost':'/'},{'name':'s','vhost':'/'},{'name':'t','vhost':'a'}]"
                + " | queue 't' in vhost 'a': queue limit in cluster (3) is reached; raise cluster_queue_limit, or leave it out",
        "'queues':[{'name':'q','vhost':'lim'},{'name':'r','vhost':'lim'}]"
                + " | queue 'r' in vhost 'lim': queue limit in vhost 'lim' (1) is reached; raise its max-queues, or leave it out",
        "'exchanges':[{'name':'x','vhost':'/','type':'fanout'},{'name':'x','vhost':'a','type':'fanout'},"
                + "{'name':'x','vhost':'lim','type':'fanout'},{'name':'y','vhost':'a','type':'fanout'}]"
                + " | exchange 'y' in vhost 'a': exchange limit of 25 is reached; raise cluster_exchange_limit, or leave it out",
        "'queues':[{'name':'q','vhost':'nowhere'}] | queue 'q': vhost 'nowhere' does not exist",
        "'exchanges':[{'name':'x','vhost':'/','type':'direct','arguments':{'alternate-exchange':1}}]"
                + " | exchange 'x' in vhost '/': invalid type 'long' for arg 'alternate-exchange' in exchange 'x' in vhost '/'",
        "'bindings':[{'source':'amq.headers','vhost':'a','destination':'amq.fanout','destination_type':'exchange','arguments':{'x-match':'odd'}}]"
                + " | binding from 'amq.headers' to 'amq.fanout' in vhost 'a': Invalid x-match field value <<\"odd\">>; expected all, any,"
                + " all-with-x, or any-with-x",
        "'permissions':[{'user':'nobody','vhost':'a','configure':'','write':'','read':''}] | permission: user 'nobody' does not exist",
    })
    void nothingOfAFileIsDone(String part, String problem) {
        refused(FINE + part + "}", problem);
    }

    @Test
    void nothingOfAFileWithTooManyVirtualHostsIsDone() {
        refused("{'users':[{'name':'u'}],'vhosts':[{'name':'lim'},{'name':'b'},{'name':'b'},{'name':'c'}]}",
                "vhost 'c': vhost limit of 3 is reached; raise vhost_max, or leave it out");
    }

    private static void refused(String json, String problem) {
        String before = broker.printed("export_definitions", "-");
        assertEquals(new Ended(65, "", "Error:\ndefinitions in standard input can't be imported: " + problem), imported(json));
        assertEquals(before, broker.printed("export_definitions", "-"));
    }

    @Test
    void fileThatFitsIsDoneThoughItIsFullThen(@TempDir Path folder) {
        try (CommandedBroker full = new CommandedBroker(
                folder, "vhost_max", "2", "cluster_queue_limit", "2", "cluster_exchange_limit", String.valueOf(8 + 7 + 1))) {
            String json = """
                    {"vhosts":[{"name":"a","limits":{"max-queues":1}}],
                     "queues":[{"name":"q","vhost":"a"},{"name":"r","vhost":"a"},{"name":"q","vhost":"a","durable":false}],
                     "exchanges":[{"name":"x","vhost":"a","type":"headers"}],
                     "bindings":[{"source":"x","vhost":"a","destination":"q","destination_type":"queue","routing_key":""}]}""";
            for (int i = 0; i < 2; i++) { // and once more, when there is nothing new in it
                Ended done = full.run(Tool.RABBITMQCTL, json, "-q", "import_definitions");
                assertEquals(new Ended(0, "Successfully started definition import. It is done.", ""), done);
            }
            // the limit that came with the file did not count for it, and the first of two queues of one name is there
            assertEquals("q\ttrue\nr\ttrue", full.printed("-s", "list_queues", "-p", "a", "name", "durable"));

            // when the limit is there before the file is
            String more = json.replace("\"name\":\"r\"", "\"name\":\"s\"");
            full.printed("delete_queue", "-p", "a", "r");
            assertEquals(65, full.run(Tool.RABBITMQCTL, more, "-q", "import_definitions").exitCode());
            // then a file that raises it comes in
            Ended raised = full.run(Tool.RABBITMQCTL, more.replace("\"max-queues\":1", "\"max-queues\":2"), "-q", "import_definitions");
            assertEquals(0, raised.exitCode(), raised.error());
        }
    }

    @Test
    void filesOfAFolderBeforeTheOneThatIsWrongAreDone(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("1.json"), "{\"policies\":[{\"name\":\"first\",\"vhost\":\"/\",\"pattern\":\"x\",\"definition\":{\"max-length\":1}}]}");
        Path wrong = Files.writeString(folder.resolve("2.json"), "{\"queues\":[{\"name\":\"q\",\"vhost\":\"nowhere\"}]}");
        Ended refused = broker.run("-q", "import_definitions", folder.toString());
        assertEquals("Error:\ndefinitions in " + wrong + " can't be imported: queue 'q': vhost 'nowhere' does not exist;"
                + " the files before it have been imported", refused.error());
        broker.printed("clear_policy", "first");
    }

    @Test
    void brokerDoesNotStartWithAFileThatIsWrongAndHasNothingOfItThen(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("d.json"),
                "{\"vhosts\":[{\"name\":\"/\"},{\"name\":\"b\"}],\"queues\":[{\"name\":\"q\",\"vhost\":\"b\"},{\"name\":\"r\",\"vhost\":\"b\"}]}");
        Path data = folder.resolve("data");
        assertThrows(Throwable.class, () -> new CommandedBroker(
                data, "cluster_queue_limit", "1", "load_definitions", file.toString()));
        try (CommandedBroker after = new CommandedBroker(data)) {
            assertEquals("/", after.printed("-s", "list_vhosts", "name"));
        }
    }
}
