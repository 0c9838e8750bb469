package dev.leveret.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.event.Bound;
import dev.leveret.server.loop.SimulatedLoops;
import dev.leveret.server.vhost.SimulatedStore;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the event exchange tells of operators: routing keys and headers of RabbitMQ 3.10, as measured. */
class AdminEventsTest {

    private final SimulatedLoops loops = new SimulatedLoops(1, 1);
    private final VirtualHost vhost = new SimulatedStore(loops.loops()).vhost("/");
    private final AdminEvents events = new AdminEvents(vhost.events());
    private Bound bound;

    @BeforeEach
    void listen() {
        bound = new Bound(loops, vhost, "amq.rabbitmq.event", "#");
    }

    private void expect(String key, FieldTable.Builder headers) {
        Message message = bound.take().getLast();
        assertEquals(key, message.address().routingKey());
        assertEquals(
                headers.put("user_who_performed_action", "op").build(), message.header().headers().without("timestamp_in_ms"));
    }

    private static FieldTable.Builder headers() {
        return FieldTable.builder();
    }

    @Test
    void usersAreNamed() {
        events.user("user.created", "u", "op");
        expect("user.created", headers().put("name", "u"));
    }

    @Test
    void tagsAreAList() {
        events.tags("u", List.of("monitoring", "x"), "op");
        FieldValue tags = new FieldValue.Array(List.of(FieldValue.text("monitoring"), FieldValue.text("x")));
        expect("user.tags.set", headers().put("name", "u").put("tags", tags));
    }

    @Test
    void permissionsAreToldWithTheirExpressions() {
        events.permissionSet(new Permission("u", "v", "c", "w", "r"), "op");
        expect("permission.created", headers()
                .put("user", "u").put("vhost", "v").put("configure", "c").put("write", "w").put("read", "r"));
        events.topicPermissionSet(new TopicPermission("u", "v", "e", "w", "r"), "op");
        expect("topic.permission.created", headers()
                .put("user", "u").put("vhost", "v").put("exchange", "e").put("write", "w").put("read", "r"));
        events.permissionCleared("permission.deleted", "u", "v", "op");
        expect("permission.deleted", headers().put("user", "u").put("vhost", "v"));
    }

    @Test
    void limitsAreHeaders() {
        FieldTable limits = FieldTable.builder().put("max-connections", 1).build();
        events.userLimits("user.limits.set", "u", limits, "op");
        expect("user.limits.set", headers().put("name", "limits").put("max-connections", 1).put("username", "u"));
        events.vhostLimits("vhost.limits.cleared", "v", FieldTable.EMPTY, "op");
        expect("vhost.limits.cleared", headers().put("name", "limits").put("vhost", "v"));
    }

    @Test
    void nothingIsSaidOfPasswords() {
        events.user("user.password.changed", "u", "op");
        assertFalse(bound.take().getLast().header().headers().toString().contains("hash"));
    }
}
