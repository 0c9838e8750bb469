package dev.leveret.server.control.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 3.10.8 suggests for these words. */
class SimilarVerbTest {

    @ParameterizedTest
    @CsvSource({
        "listusers, list_users",
        "list_user, list_users",
        "lst_queues, list_queues",
        "pong, ping",
        "add, add_user",
        "users, cluster_status",
        "close, close_connection",
        "delete_users, delete_user",
        "clear_passwd, clear_password",
        "statsu, status",
        "permissions, clear_permissions",
        "policy, set_policy",
        "set_limit, set_user_limits",
        "trace, trace_on",
        "queues,",
        "nosuchverbatall,",
    })
    void suggestion(String typed, String verb) {
        assertEquals(Optional.ofNullable(verb), SimilarVerb.of(typed, ControlVerbs.of(Tool.RABBITMQCTL).keySet()));
    }

    @Test
    void similarityIsOneForTheSameAndZeroForNothingInCommon() {
        assertEquals(1, SimilarVerb.similarity("ping", "ping"));
        assertEquals(0, SimilarVerb.similarity("ping", "du"));
        assertEquals((0.75 + 0.75 + 1) / 3, SimilarVerb.similarity("pong", "ping"), 1e-9);
        assertEquals((1 + 1 + 5.0 / 6) / 3, SimilarVerb.similarity("statsu", "status"), 1e-9);
    }
}
