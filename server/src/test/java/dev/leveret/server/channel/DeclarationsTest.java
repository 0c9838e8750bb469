package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Declaring, binding and deleting: what is answered, and when what is durable has to be in the store for it. */
class DeclarationsTest {

    private static final String LOCKED = "405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost"
            + " '/'. It could be originally declared on another connection or the exclusive property value does not match"
            + " that of the original declaration. at ";

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient other = broker.client(1);

    private static QueueMethod.Bind bind(String queue, String exchange, String key) {
        return new QueueMethod.Bind(queue, exchange, key, false, FieldTable.EMPTY);
    }

    private static ExchangeMethod.Declare exchange(String name, boolean durable, boolean autoDelete) {
        return new ExchangeMethod.Declare(name, "direct", false, durable, autoDelete, false, false, FieldTable.EMPTY);
    }

    /** Asks for something durable: there is no answer until the round has ended. */
    private List<String> askDurably(SimulatedClient who, ToChannel method) {
        assertEquals(List.of(), broker.ask(who, method), "answered before it was stored");
        broker.store.round(true);
        return broker.settle(who);
    }

    @Test
    void durableQueueIsAnsweredWhenItIsStored() {
        assertEquals(
                List.of("1 DeclareOk[queue=q, messageCount=0, consumerCount=0]"),
                askDurably(client, Methods.declareDurable("q")));
        assertEquals(Set.of("queue q"), broker.store.definitions());
    }

    @Test
    void deletionOfWhatSomebodyElseIsDeletingWaitsForTheStoreToo() {
        // given a queue, its binding and an exchange
        askDurably(client, Methods.declareDurable("q"));
        askDurably(client, exchange("x", true, false));
        askDurably(client, bind("q", "amq.direct", "k"));
        var unbind = new QueueMethod.Unbind("q", "amq.direct", "k", FieldTable.EMPTY);
        for (ToChannel gone : List.of(unbind, Methods.delete("q"), new ExchangeMethod.Delete("x", false, false))) {
            // when two clients take the same thing away
            assertEquals(List.of(), broker.ask(client, gone));
            assertEquals(List.of(), broker.ask(other, gone), "answered before it was stored");

            // then both are told when it is gone for good
            broker.store.round(true);
            assertEquals(1, broker.settle(client).size());
            assertEquals(1, broker.settle(other).size());
        }
        assertEquals(Set.of(), broker.store.definitions());
    }

    @Test
    void durableQueueOfAnotherClientIsAnsweredWhenItIsStoredToo() {
        // given a declaration that the store is still writing
        broker.ask(client, Methods.declareDurable("q"));

        // when somebody else declares the same
        assertEquals(List.of(), broker.ask(other, Methods.declareDurable("q")));

        // then he is told when it is safe
        broker.store.round(true);
        assertEquals(List.of("1 DeclareOk[queue=q, messageCount=0, consumerCount=0]"), broker.settle(other));
    }

    @Test
    void declarationThatTheStoreCouldNotKeepEndsTheConnection() {
        broker.ask(client, Methods.declareDurable("q"));
        broker.store.round(false);
        broker.settle(client);
        assertEquals(
                List.of("541 INTERNAL_ERROR - the store could not write the change at 50.10"), client.errors());
    }

    @Test
    void transientAndExclusiveQueuesAreAnsweredAtOnceAndNotStored() {
        assertEquals(1, broker.ask(client, Methods.declare("t")).size());
        assertEquals(1, broker.ask(client, new QueueMethod.Declare(
                "x", false, true, true, false, false, FieldTable.EMPTY)).size());
        assertEquals(Set.of(), broker.store.definitions());
    }

    @Test
    void redeclarationTellsTheCountsFromWhereverTheQueueIs() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        broker.publish(client, "q", "n");
        broker.ask(client, Methods.qos(1, false));
        broker.ask(client, Methods.consume("q", "c"));
        assertEquals(
                List.of("1 DeclareOk[queue=q, messageCount=1, consumerCount=1]"),
                broker.ask(other, Methods.declare("q")));
    }

    @Test
    void passiveDeclarationFindsOnlyWhatIsThere() {
        broker.ask(client, Methods.declarePassive("q"));
        assertEquals(List.of("404 NOT_FOUND - no queue 'q' in vhost '/' at 50.10"), client.errors());
    }

    @Test
    void exclusiveQueueIsLockedForOthers() {
        broker.ask(client, Methods.declareExclusive("q"));
        broker.ask(other, Methods.declareExclusive("q"));
        assertEquals(List.of(LOCKED + "50.10"), other.errors());
        SimulatedClient third = broker.client(1);
        broker.ask(third, Methods.consume("q", "c"));
        assertEquals(List.of(LOCKED + "60.20"), third.errors());
        SimulatedClient fourth = broker.client(1);
        broker.ask(fourth, bind("q", "amq.direct", "k"));
        assertEquals(List.of(LOCKED + "50.20"), fourth.errors());
    }

    @Test
    void serverMakesAQueueName() {
        String answer = broker.ask(client, Methods.declare("")).get(0);
        assertTrue(answer.matches("1 DeclareOk\\[queue=amq\\.gen-[A-Za-z0-9_-]{22}, .*"), answer);
    }

    @Test
    void reservedPrefixIsRefused() {
        broker.ask(client, Methods.declare("amq.mine"));
        assertEquals(
                List.of("403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*' at 50.10"),
                client.errors());
    }

    @Test
    void lineEndsAreRemovedFromNames() {
        assertEquals(
                List.of("1 DeclareOk[queue=ab, messageCount=0, consumerCount=0]"),
                broker.ask(client, Methods.declare("a\r\nb")));
    }

    @Test
    void emptyNameMeansTheChannelsLastQueue() {
        broker.ask(client, Methods.declare("q"));
        broker.ask(client, bind("", "amq.direct", ""));
        broker.on(client, () -> client.publish(1, "amq.direct", "q", "m"));
        broker.settle(client);
        assertEquals(List.of("1 get-ok 1 m, 0 left"), broker.ask(client, new BasicMethod.Get("", true)));
        assertEquals(
                List.of("1 DeleteOk[messageCount=0]"), broker.ask(client, Methods.delete("")));
    }

    @Test
    void emptyNameWithoutAnyDeclarationIsUnknown() {
        broker.ask(client, new BasicMethod.Get("", true));
        assertEquals(List.of("404 NOT_FOUND - no previously declared queue at 60.70"), client.errors());
    }

    @Test
    void bindingIsStoredOnlyIfBothItsEndsAre() {
        askDurably(client, Methods.declareDurable("d"));
        broker.ask(client, Methods.declare("t"));
        assertEquals(List.of("1 BindOk[]"), askDurably(client, bind("d", "amq.direct", "k")));
        assertEquals(List.of("1 BindOk[]"), broker.ask(client, bind("t", "amq.direct", "k")));
        assertEquals(Set.of("queue d", "binding amq.direct k d"), broker.store.definitions());
    }

    @Test
    void deletedQueueTakesItsBindingsAndAutoDeleteExchangesAlongInOneUnit() {
        askDurably(client, exchange("x", true, true));
        askDurably(client, Methods.declareDurable("d"));
        askDurably(client, bind("d", "x", "k"));
        askDurably(client, bind("d", "amq.direct", "k"));
        assertEquals(List.of("1 DeleteOk[messageCount=0]"), askDurably(client, Methods.delete("d")));
        assertEquals(Set.of(), broker.store.definitions());
    }

    @Test
    void unboundAutoDeleteExchangeGoes() {
        askDurably(client, exchange("x", true, true));
        broker.ask(client, Methods.declare("t"));
        broker.ask(client, bind("t", "x", "k"));
        askDurably(client, new QueueMethod.Unbind("t", "x", "k", FieldTable.EMPTY));
        assertEquals(Set.of(), broker.store.definitions());
    }

    @Test
    void deletingWhatIsNotThereSucceeds() {
        assertEquals(List.of("1 DeleteOk[messageCount=0]"), askDurably(client, Methods.delete("q")));
        assertEquals(List.of("1 DeleteOk[]"), askDurably(client, new ExchangeMethod.Delete("x", false, false)));
    }

    @Test
    void deletionIsRefusedIfTheQueueIsInUseOrNotEmpty() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        broker.ask(client, new QueueMethod.Delete("q", false, true, false));
        assertEquals(
                List.of("406 PRECONDITION_FAILED - queue 'q' in vhost '/' not empty at 50.40"), client.errors());
        broker.ask(other, Methods.consume("q", "c"));
        SimulatedClient third = broker.client(0);
        broker.ask(third, new QueueMethod.Delete("q", true, false, false));
        assertEquals(List.of("406 PRECONDITION_FAILED - queue 'q' in vhost '/' in use at 50.40"), third.errors());
    }

    @Test
    void purgeTellsHowManyMessagesItDropped() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        broker.publish(client, "q", "n");
        assertEquals(
                List.of("1 PurgeOk[messageCount=2]"), broker.ask(other, new QueueMethod.Purge("q", false)));
    }

    @Test
    void noWaitIsNotAnsweredAndNotWaitedFor() {
        // given a durable declaration that wants no answer
        broker.on(client, () -> {
            client.send(1, new QueueMethod.Declare("q", false, true, false, false, true, FieldTable.EMPTY));
            client.publish(1, "", "q", "m");
            client.send(1, new BasicMethod.Get("q", true));
        });

        // then what follows is done before the round has ended
        assertEquals(List.of("1 get-ok 1 m, 0 left"), broker.settle(client));
    }

    @Test
    void missingEndsOfABindingAreNamedTheExchangeFirst() {
        broker.ask(client, bind("nq", "nx", "k"));
        assertEquals(List.of("404 NOT_FOUND - no exchange 'nx' in vhost '/' at 50.20"), client.errors());
        broker.ask(other, bind("nq", "amq.direct", "k"));
        assertEquals(List.of("404 NOT_FOUND - no queue 'nq' in vhost '/' at 50.20"), other.errors());
    }
}
