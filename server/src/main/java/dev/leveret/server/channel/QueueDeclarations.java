package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.ReplyAddresses;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHostQueues.Declared;

/** queue.declare: AMQP 0-9-1 §1.7.2.1, RabbitMQ doc page "Queues". */
final class QueueDeclarations {

    private static final String RESERVED_PREFIX = "amq.";
    private static final String TYPE = "x-queue-type";

    private final ConnectionContext connection;
    private final VirtualHost vhost;
    private final BrokerLoop loop;
    private final PendingReply pending;
    private final QueueNames names;

    QueueDeclarations(ConnectionContext connection, PendingReply pending, QueueNames names) {
        this.connection = connection;
        this.vhost = connection.vhost();
        this.loop = connection.loop();
        this.pending = pending;
        this.names = names;
    }

    void declare(QueueMethod.Declare declare) {
        String name = QueueNames.clean(declare.queue());
        if (name.startsWith(ReplyAddresses.NAME)) {
            declareReplyAddress(declare, name);
        } else if (declare.passive()) {
            inspect(vhost.queues().require(name, connection.id()), declare);
        } else {
            declareQueue(declare, actualName(name, declare));
        }
    }

    private static String actualName(String name, QueueMethod.Declare declare) {
        if (name.isEmpty()) {
            QueueType.checkServerNamed(declare.arguments());
            return GeneratedNames.queue();
        }
        if (name.startsWith(RESERVED_PREFIX)) {
            throw AmqpException.accessRefused("queue name '%s' contains reserved prefix 'amq.*'", name);
        }
        return name;
    }

    /** These exist as long as their consumer does, and whoever declares one only looks whether it does. */
    private void declareReplyAddress(QueueMethod.Declare declare, String name) {
        if (!name.equals(ReplyAddresses.NAME) && !vhost.replyAddresses().isOpen(name)) {
            throw AmqpException.notFound("no queue '%s' in vhost '%s'", name, vhost.name());
        }
        names.declared(name);
        pending.answer(declare.noWait(), new QueueMethod.DeclareOk(name, 0, 1));
    }

    private void declareQueue(QueueMethod.Declare declare, String name) {
        var declaration = new QueueDeclaration(
                name,
                declare.durable(),
                declare.exclusive(),
                declare.autoDelete(),
                arguments(declare, name),
                connection.user());
        var wait = new StoreWait(pending, declare.noWait());
        Declared declared = vhost.queues().declare(declaration, connection.id(), loop, wait);
        names.declared(name);
        wait.begin(declare.id(), declared.waitsForStore(), () -> {
            if (declared.created()) {
                pending.done(declare.noWait(), new QueueMethod.DeclareOk(name, 0, 0));
            } else {
                askCounts(declared.queue(), declare);
            }
        });
    }

    /**
     * With a default type if none is named and a queue of that type can be had: the virtual host's own, or the broker's. A classic queue that is there keeps its type: whoever
     * declares it once more means it as it is.
     */
    private FieldTable arguments(QueueMethod.Declare declare, String name) {
        FieldTable named = declare.arguments();
        String type = vhost.defaultQueueType()
                .map(QueueType::wireName)
                .orElse(connection.settings().node().defaultQueueType());
        if (type.equals(QueueType.CLASSIC.wireName()) || named.contains(TYPE)) {
            return named;
        }
        boolean isPossible = declare.durable() && !declare.exclusive() && !declare.autoDelete() && !declare.queue().isEmpty();
        QueueRef existing = vhost.queues().find(name);
        boolean isClassic = existing != null && existing.settings().type() == QueueType.CLASSIC;
        return isPossible && !isClassic ? named.with(TYPE, FieldValue.text(type)) : named;
    }

    private void inspect(QueueRef queue, QueueMethod.Declare declare) {
        pending.begin(declare.id());
        askCounts(queue, declare);
    }

    private void askCounts(QueueRef queue, QueueMethod.Declare declare) {
        queue.command(loop, new QueueCommand.Inspect(new InspectQuestion(this, queue.name(), declare)));
    }

    private record InspectQuestion(QueueDeclarations declarations, String name, QueueMethod.Declare declare)
            implements Asker {

        @Override
        public BrokerLoop loop() {
            return declarations.loop;
        }

        @Override
        public void answer(QueueReply reply) {
            switch (reply) {
                case QueueReply.Counts counts -> declarations.counted(name, declare, counts);
                case QueueReply.Refused refused -> declarations.gone(name, declare, refused.error());
                default -> throw new IllegalStateException("answer to an inspection: " + reply);
            }
        }
    }

    private void counted(String name, QueueMethod.Declare declare, QueueReply.Counts counts) {
        names.declared(name);
        pending.done(declare.noWait(), new QueueMethod.DeclareOk(name, counts.ready(), counts.consumers()));
    }

    /** The queue was deleted between being found and being asked: a declaration that is not passive makes another one. */
    private void gone(String name, QueueMethod.Declare declare, AmqpError error) {
        if (declare.passive()) {
            pending.failed(error);
        } else {
            pending.again(() -> declareQueue(declare, name));
        }
    }
}
