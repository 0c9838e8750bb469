package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is there after the first start with a file of definitions. */
class DefinitionsAtStartTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "{'queues':[{'name':'q','vhost':'/','durable':true}]} | /",
        "{'exchanges':[{'name':'x','vhost':'/','type':'topic','durable':true}]} | /",
        "{'vhosts':[{'name':'shop'}],'queues':[{'name':'q','vhost':'shop','durable':true}],"
                + "'users':[{'name':'u','password_hash':''}]} | shop",
        "{'users':[{'name':'u','password_hash':''}]} | /",
    })
    void virtualHostIsThereThatTheFileCountsOn(String json, String vhosts) throws IOException {
        try (CommandedBroker broker = new CommandedBroker(folder.resolve("data"), "load_definitions", file(json))) {
            assertEquals(vhosts, broker.printed("-s", "list_vhosts"));
        }
    }

    @Test
    void fileOfQueuesAloneHasItsQueueAndTheDefaultUser() throws IOException {
        String file = file("{'queues':[{'name':'q','vhost':'first','durable':true}]}");
        try (CommandedBroker broker =
                new CommandedBroker(folder.resolve("data"), "load_definitions", file, "default_vhost", "first")) {
            assertEquals("q", broker.printed("-s", "-p", "first", "list_queues", "name"));
            assertEquals("guest\t[administrator]", broker.printed("-s", "list_users"));
        }
    }

    private String file(String json) throws IOException {
        return Files.writeString(folder.resolve("definitions.json"), json.replace('\'', '"')).toString();
    }
}
