package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.vhost.CommandAsker;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A purge from the command line is over when the store has it, wherever the queue is. */
class PurgeCommandTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);

    /** On another loop than the command. */
    private final SimulatedClient client = broker.client(1);

    @BeforeEach
    void declare() {
        broker.ask(client, Methods.declareDurable("q"));
        broker.store.round(true);
        broker.settle(client);
    }

    private CompletableFuture<QueueReply> purge(String name) {
        CommandAsker asker = new CommandAsker(broker.loops.at(0), "rmq-cli", new CompletableFuture<>());
        broker.loops.on(0, () ->
                broker.vhost.queues().find(name).command(broker.loops.at(0), new QueueCommand.Purge(asker)));
        broker.loops.untilIdle();
        return asker.reply();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAnsweredAfterTheRound(boolean isWritten) {
        // given a message on disk
        var persistent = BasicProperties.builder().deliveryMode(2).build();
        broker.on(client, () -> client.publish(1, "", "q", "m", false, persistent));
        broker.settle(client);
        broker.store.round(true);
        broker.settle(client);
        assertEquals(1, broker.store.messages());

        // when it is purged
        CompletableFuture<QueueReply> reply = purge("q");

        // then that is told when the store has written it, or could not
        assertFalse(reply.isDone(), "answered before it was stored");
        broker.store.round(isWritten);
        broker.settle(client);
        assertEquals(
                isWritten ? "1 dropped" : "the store could not write that a queue is purged",
                switch (reply.join()) {
                    case QueueReply.Purged purged -> purged.messages() + " dropped";
                    case QueueReply.Refused refused -> refused.error().text();
                    case QueueReply other -> other.toString();
                });
    }

    @Test
    void queueThatIsNotInTheStoreIsPurgedAtOnce() {
        broker.ask(client, Methods.declare("transient"));
        broker.publish(client, "transient", "m");
        assertEquals(new QueueReply.Purged(1), purge("transient").join());
    }
}
