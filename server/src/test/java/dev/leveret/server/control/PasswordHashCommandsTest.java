package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hashes of passwords, made and taken as RabbitMQ 4 does. */
class PasswordHashCommandsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    private static void add(String user, String hash) {
        broker.printed("add_user", "--pre-hashed-password", user, hash);
        assertEquals(0, broker.run("authenticate_user", user, "s3cret").exitCode());
        assertEquals(65, broker.run("authenticate_user", user, "other").exitCode());
        broker.printed("delete_user", user);
    }

    @Test
    void hashIsThatOfAUser() {
        List<String> lines = broker.printed("hash_password", "s3cret").lines().toList();
        assertEquals("Will hash password s3cret", lines.getFirst());
        add("dora", lines.getLast());
        add("emil", broker.run(Tool.RABBITMQCTL, "s3cret\n", "-q", "hash_password").printed());
    }

    @Test
    void hashOfWhateverKindIsTaken() {
        broker.printed("add_user", "felix", "s3cret");
        String all = broker.printed("export_definitions", "-");
        broker.printed("delete_user", "felix");
        String hash = all.substring(all.indexOf("\"password_hash\":\"", all.indexOf("felix")) + 17).split("\"")[0];
        add("felix", hash);
    }

    @Test
    void hashMayBeTyped() {
        String hash = broker.printed("-q", "hash_password", "s3cret");
        assertEquals(0, broker.run(Tool.RABBITMQCTL, hash + "\n", "add_user", "greta", "--pre-hashed-password").exitCode());
        assertEquals(0, broker.run("authenticate_user", "greta", "s3cret").exitCode());
    }

    @Test
    void whatIsNoneIsRefused() {
        for (String wrong : List.of("s3cret", "====", "c2hvcnQ=")) {
            Ended refused = broker.run("-q", "add_user", "nobody", wrong, "--pre-hashed-password");
            assertEquals(65, refused.exitCode());
            assertTrue(refused.error().startsWith("Error (argument validation): Bad argument: this is no hash of a password;"
                    + " hash_password makes one\n"), refused.error());
        }
        assertEquals(new Ended(65, "", "Error:\nPassword is not provided via argument or stdin"), broker.run("hash_password"));
    }
}
