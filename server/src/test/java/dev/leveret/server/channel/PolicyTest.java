package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueRules;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.EffectivePolicy;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.QueueRef;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Queues and exchanges follow the policies of their virtual host. */
class PolicyTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(1);

    private static Policy policy(PolicyKind kind, String key, FieldValue value) {
        return new Policy(kind, "p", "^q", ApplyTo.ALL, 0, FieldTable.of(key, value));
    }

    private void set(Policy policy) {
        CompletableFuture<Void> set = broker.vhost.policies().set(policy);
        broker.loops.untilIdle();
        assertFalse(set.isDone(), "answered before it was stored");
        broker.store.round(true);
        broker.loops.untilIdle();
        set.join();
    }

    private boolean clear(PolicyKind kind, String name) {
        CompletableFuture<Boolean> cleared = broker.vhost.policies().clear(kind, name);
        broker.loops.untilIdle();
        broker.store.round(true);
        broker.loops.untilIdle();
        return cleared.join();
    }

    private QueueRef queue(String name) {
        return broker.vhost.queues().find(name);
    }

    @Test
    void policyActsOnQueuesThatAreThereAndOnNewOnesUntilItGoes() {
        // given a queue
        broker.ask(client, Methods.declare("q1"));
        // when a policy comes
        set(policy(PolicyKind.USER, "max-length", new FieldValue.Int64(2)));
        broker.ask(client, Methods.declare("q2"));
        broker.ask(client, Methods.declare("other"));
        // then it is in force for those that it fits
        assertEquals(Set.of("policy p"), broker.store.definitions());
        assertEquals(2, queue("q1").rules().maxLength());
        assertEquals(2, queue("q2").rules().maxLength());
        assertEquals("p", queue("q1").policy().policy());
        assertNull(queue("q1").policy().operatorPolicy());
        assertEquals(EffectivePolicy.NONE, queue("other").policy());
        // and no longer when it has gone
        assertTrue(clear(PolicyKind.USER, "p"));
        assertEquals(QueueRules.UNLIMITED, queue("q1").rules().maxLength());
        assertEquals(Set.of(), broker.store.definitions());
    }

    @Test
    void policyThatIsNotThereIsNotCleared() {
        assertFalse(clear(PolicyKind.OPERATOR, "p"));
    }

    @Test
    void badPolicyChangesNothing() {
        Policy bad = policy(PolicyKind.USER, "max-length", new FieldValue.Int64(-2));
        assertThrows(PolicyException.class, () -> broker.vhost.policies().set(bad));
        assertTrue(broker.vhost.policies().list(PolicyKind.USER).isEmpty());
    }

    @Test
    void messagesThatAreThereAreDroppedWhenALimitComes() {
        // given three messages
        broker.ask(client, Methods.declare("q"));
        for (String body : new String[] {"a", "b", "c"}) {
            broker.publish(client, "q", body);
        }
        // when an operator allows one
        set(policy(PolicyKind.OPERATOR, "max-length", new FieldValue.Int64(1)));
        // then one is left
        assertEquals("1 DeclareOk[queue=q, messageCount=1, consumerCount=0]", broker.ask(client, Methods.declare("q")).getLast());
    }
}
