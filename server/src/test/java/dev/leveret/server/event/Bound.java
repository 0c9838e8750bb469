package dev.leveret.server.event;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.SimulatedLoops;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/** A queue that is bound to an exchange of the broker's own, and what has come to it. */
public final class Bound {

    private static final DurableUnit.Completion NOBODY = new DurableUnit.Completion() {
        @Override
        public void durable() {
            // Nothing here waits for the store.
        }

        @Override
        public void failed() {
            throw new AssertionError("the store failed");
        }
    };

    private final SimulatedLoops loops;
    private final BrokerLoop loop;
    private final QueueRef queue;
    private final List<Message> taken = new ArrayList<>();

    /** In a virtual host of the simulated loops. */
    public Bound(SimulatedLoops loops, VirtualHost vhost, String exchange, String key) {
        this(loops, vhost, exchange, key, FieldTable.EMPTY);
    }

    /** @param arguments of the queue */
    public Bound(SimulatedLoops loops, VirtualHost vhost, String exchange, String key, FieldTable arguments) {
        this.loops = loops;
        this.loop = loops.at(0);
        loops.on(0, () -> {
            vhost.queues().declare(
                    new QueueDeclaration("bound", false, false, false, arguments, "guest"), 0, loop, NOBODY);
            vhost.bindQueue(new BindingRequest(exchange, "bound", key, FieldTable.EMPTY, "guest"), 0, loop, NOBODY);
        });
        loops.untilIdle();
        this.queue = vhost.queues().find("bound");
        take();
    }

    /** All that has come since the last look. */
    public List<Message> take() {
        loops.untilIdle();
        taken.clear();
        loops.on(0, this::ask);
        loops.untilIdle();
        return List.copyOf(taken);
    }

    /** The routing keys of that. */
    public List<String> keys() {
        return take().stream().map(message -> message.address().routingKey()).toList();
    }

    private void ask() {
        queue.command(loop, new QueueCommand.Get(true, new Asker() {
            @Override
            public BrokerLoop loop() {
                return loop;
            }

            @Override
            public void answer(QueueReply reply) {
                if (reply instanceof QueueReply.Got got) {
                    taken.add(got.delivery().message());
                    ask();
                }
            }
        }));
    }
}
