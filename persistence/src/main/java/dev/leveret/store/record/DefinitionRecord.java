package dev.leveret.store.record;

import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.Definition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.disk.DamagedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Definitions in bytes: version (1), kind (1), then the fields that are the identity, then the others. Strings are long
 * strings and arguments are field tables, as they travel in AMQP. Version 2 has a queue's highest priority, 1 has not.
 */
public final class DefinitionRecord {

    private static final int VERSION = 2;

    private static final int EXCHANGE = 1;
    private static final int QUEUE = 2;
    private static final int BINDING = 3;

    private DefinitionRecord() {}

    /** The kind and the fields that are the identity: the same for all versions of one definition. */
    public static byte[] key(Definition definition) {
        ByteBuf bytes = Unpooled.buffer();
        try {
            putKey(new ArgumentWriter(bytes), definition);
            return copy(bytes);
        } finally {
            bytes.release();
        }
    }

    /** The whole definition. */
    public static byte[] of(Definition definition) {
        ByteBuf bytes = Unpooled.buffer();
        try {
            ArgumentWriter out = new ArgumentWriter(bytes);
            out.putOctet(VERSION);
            putKey(out, definition);
            putRest(out, definition);
            return copy(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Reads what {@link #of} has made. */
    public static Definition read(byte[] bytes) throws DamagedException {
        ArgumentReader in = ArgumentReader.of(bytes);
        int version = in.octet();
        if (version > VERSION) {
            throw new DamagedException("a definition has version " + version + ", written by a newer release;"
                    + " this one reads up to " + VERSION);
        }
        int kind = in.octet();
        return switch (kind) {
            case EXCHANGE -> readExchange(in);
            case QUEUE -> readQueue(in, version);
            case BINDING -> readBinding(in);
            default -> throw new DamagedException("a definition is of kind " + kind + ", which there is none of");
        };
    }

    private static void putKey(ArgumentWriter out, Definition definition) {
        switch (definition) {
            case ExchangeDefinition exchange -> {
                out.putOctet(EXCHANGE);
                putText(out, exchange.vhost());
                putText(out, exchange.name());
            }
            case QueueDefinition queue -> {
                out.putOctet(QUEUE);
                putText(out, queue.vhost());
                putText(out, queue.name());
            }
            case BindingDefinition binding -> {
                out.putOctet(BINDING);
                putText(out, binding.vhost());
                putText(out, binding.source());
                out.putBits(binding.toExchange());
                putText(out, binding.destination());
                putText(out, binding.routingKey());
                out.putTable(binding.arguments());
            }
        }
    }

    private static void putRest(ArgumentWriter out, Definition definition) {
        switch (definition) {
            case ExchangeDefinition exchange -> {
                putText(out, exchange.type());
                out.putBits(exchange.durable(), exchange.autoDelete(), exchange.internal());
                out.putTable(exchange.arguments());
            }
            case QueueDefinition queue -> {
                out.putLongLong(queue.id());
                out.putBits(queue.autoDelete());
                out.putTable(queue.arguments());
                out.putOctet(queue.priorityMax());
            }
            case BindingDefinition binding -> {} // All of it is the key.
        }
    }

    private static ExchangeDefinition readExchange(ArgumentReader in) {
        String vhost = text(in);
        String name = text(in);
        String type = text(in);
        int bits = in.octet();
        return new ExchangeDefinition(
                vhost, name, type, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, in.table());
    }

    private static QueueDefinition readQueue(ArgumentReader in, int version) {
        String vhost = text(in);
        String name = text(in);
        long id = in.longLong();
        boolean autoDelete = (in.octet() & 1) != 0;
        FieldTable arguments = in.table();
        return new QueueDefinition(id, vhost, name, autoDelete, arguments, version > 1 ? in.octet() : 0);
    }

    private static BindingDefinition readBinding(ArgumentReader in) {
        String vhost = text(in);
        String source = text(in);
        boolean toExchange = (in.octet() & 1) != 0;
        String destination = text(in);
        String routingKey = text(in);
        return new BindingDefinition(vhost, source, toExchange, destination, routingKey, in.table());
    }

    private static void putText(ArgumentWriter out, String text) {
        out.putLongString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ArgumentReader in) {
        return new String(in.longString(), StandardCharsets.UTF_8);
    }

    private static byte[] copy(ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        return copy;
    }
}
