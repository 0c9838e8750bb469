package dev.leveret.server.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.BasicPropertiesBuilder;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.server.config.TopologyLimits;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.loop.LoopThread;
import dev.leveret.server.loop.LoopTimer;
import dev.leveret.server.loop.StoreRounds;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What became due while the broker was away goes to where it is bound, however early the loops begin to work: here they do at once
 * what they are given.
 */
class DueAtTheStartTest {

    private static final int WAIT_SECONDS = 20;

    @TempDir
    Path folder;

    private long nowMillis = 1_700_000_000_000L;

    @Test
    void messageThatWaitedInAnExchangeGoesToTheQueueThatIsBoundToIt() throws Exception {
        Path killed;
        try (Node node = new Node(folder.resolve("first"))) {
            // given
            node.declareExchange("later", ExchangeType.DELAYED, FieldTable.of("x-delayed-type", FieldValue.text("fanout")));
            node.declareQueue("q", FieldTable.EMPTY);
            node.bind("later", "q");
            Message message = message("later", BasicProperties.builder()
                    .deliveryMode(2)
                    .headers(FieldTable.of("x-delay", new FieldValue.Int32(1_000))));
            node.durably(unit -> node.host()
                    .delays()
                    .of(node.host().topology().exchange("later"), node.loop)
                    .add(node.loop, message, unit));
            killed = node.asAfterAKill(folder.resolve("second"));
        }
        // when it starts after the message's time
        nowMillis += 10_000;
        // then
        try (Node node = new Node(killed)) {
            assertEquals(1, node.readyIn("q"));
        }
    }

    @Test
    void deadLetterOfAnExpiredMessageGoesToTheQueueThatIsBoundToItsExchange() throws Exception {
        Path killed;
        try (Node node = new Node(folder.resolve("first"))) {
            // given
            node.declareExchange("dead", ExchangeType.FANOUT, FieldTable.EMPTY);
            node.declareQueue("brief", FieldTable.builder()
                    .put("x-message-ttl", new FieldValue.Int32(1_000))
                    .put("x-dead-letter-exchange", FieldValue.text("dead"))
                    .build());
            node.declareQueue("q", FieldTable.EMPTY);
            node.bind("dead", "q");
            Message message = message("", BasicProperties.builder().deliveryMode(2));
            node.durably(unit -> node.host().queues().find("brief").enqueue(node.loop, message, unit));
            killed = node.asAfterAKill(folder.resolve("second"));
        }
        // when it starts after the message's time
        nowMillis += 10_000;
        // then
        try (Node node = new Node(killed)) {
            assertEquals(1, node.readyIn("q"));
        }
    }

    private Message message(String exchange, BasicPropertiesBuilder properties) {
        return Message.of(Address.of(exchange, "brief"), ContentHeader.of(properties.build()), new byte[10], nowMillis);
    }

    /** A store with a virtual host upon it, on one loop. */
    private final class Node implements AutoCloseable {

        private final EagerLoop thread = new EagerLoop();
        private final BrokerLoops loops = BrokerLoops.onThreads(List.of(thread), () -> nowMillis);
        private final BrokerLoop loop = loops.at(0);
        private final Path data;
        private final BrokerStore store;
        private final VirtualHosts hosts;

        Node(Path data) throws Exception {
            this.data = data;
            store = BrokerStore.open(data, StoreSettings.defaults(), new StoreRounds(loops));
            var events = new BrokerEvents(loops, new NodeIdentity("leveret@test", 1), "/");
            hosts = VirtualHosts.open(store, loops, events, TopologyLimits.NONE, Long.MAX_VALUE, Long.MAX_VALUE);
            hosts.make("/");
        }

        VirtualHost host() {
            return hosts.find("/");
        }

        void declareExchange(String name, ExchangeType type, FieldTable arguments) throws Exception {
            var declaration = new ExchangeDeclaration(name, type, true, false, false, arguments);
            durably(unit -> host().declareExchange(declaration, "guest", loop, unit.completion()));
        }

        void declareQueue(String name, FieldTable arguments) throws Exception {
            var declaration = new QueueDeclaration(name, true, false, false, arguments, "guest");
            durably(unit -> host().queues().declare(declaration, 1, loop, unit.completion()));
        }

        void bind(String exchange, String queue) throws Exception {
            var request = new BindingRequest(exchange, queue, "", FieldTable.EMPTY, "guest");
            durably(unit -> host().bindQueue(request, 1, loop, unit.completion()));
        }

        /** Has something done that takes this unit, or tells its completion itself, and waits for that. */
        void durably(Consumer<DurableUnit> what) throws Exception {
            CompletableFuture<Boolean> outcome = new CompletableFuture<>();
            DurableUnit unit = new DurableUnit(1, 0, new DurableUnit.Completion() {
                @Override
                public void durable() {
                    outcome.complete(true);
                }

                @Override
                public void failed() {
                    outcome.complete(false);
                }
            });
            thread.execute(() -> what.accept(unit));
            assertEquals(true, thread.await(outcome));
        }

        long readyIn(String queue) throws Exception {
            CompletableFuture<Long> ready = new CompletableFuture<>();
            Asker asker = new Asker() {
                @Override
                public BrokerLoop loop() {
                    return loop;
                }

                @Override
                public void answer(QueueReply reply) {
                    ready.complete(((QueueReply.Counts) reply).ready());
                }
            };
            thread.execute(() -> host().queues().find(queue).command(loop, new QueueCommand.Inspect(asker)));
            return thread.await(ready);
        }

        /** What a start finds when the process ended just now. */
        Path asAfterAKill(Path copy) throws IOException {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(data.relativize(file)));
                }
            }
            return copy;
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** A loop of the thread that made it, which does at once what it is given there, and what others give it while it waits. */
    private static final class EagerLoop implements LoopThread {

        private final Thread owner = Thread.currentThread();
        private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private boolean running;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (isCurrent() && !running) {
                runAll();
            }
        }

        private void runAll() {
            running = true;
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
            running = false;
        }

        <T> T await(CompletableFuture<T> answer) throws InterruptedException {
            while (!answer.isDone()) {
                Runnable next = tasks.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                assertNotNull(next, "nothing happens any more");
                execute(next);
            }
            return answer.join();
        }

        @Override
        public void executeAfterNetwork(Runnable task) {
            execute(task);
        }

        @Override
        public LoopTimer executeAfter(long millis, Runnable task) {
            return () -> {}; // time stands still as long as there is a node
        }

        @Override
        public void pause(long nanos) {
            // Nothing comes in meanwhile.
        }

        @Override
        public boolean isCurrent() {
            return Thread.currentThread() == owner;
        }
    }
}
