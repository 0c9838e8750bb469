package dev.leveret.store.record;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.Definition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.GlobalParameterDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.ReturnCount;
import dev.leveret.store.VirtualHostDefinition;
import dev.leveret.store.disk.DamagedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Definitions in bytes: version (1), kind (1), then the fields that are the identity, then the others. Strings are long
 * strings and arguments are field tables, as they travel in AMQP. Version 2 has a queue's highest priority, 1 has not; version 3
 * has the kinds from policies on, version 4 the counts of returns, version 5 limits of users and virtual hosts,
 * version 6 global parameters.
 */
public final class DefinitionRecord {

    private static final int VERSION = 6;

    static final int EXCHANGE = 1;
    static final int QUEUE = 2;
    static final int BINDING = 3;
    static final int POLICY = 4;
    static final int VIRTUAL_HOST = 5;
    static final int USER = 6;
    static final int PERMISSION = 7;
    static final int TOPIC_PERMISSION = 8;
    static final int RETURN_COUNT = 9;
    static final int GLOBAL_PARAMETER = 10;

    private DefinitionRecord() {}

    /** The kind and the fields that are the identity: the same for all versions of one definition. */
    public static byte[] key(Definition definition) {
        ByteBuf bytes = Unpooled.buffer();
        try {
            definition.accept(new IdentityWriter(new ArgumentWriter(bytes)));
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
            definition.accept(new IdentityWriter(out));
            definition.accept(new ContentWriter(out));
            return copy(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Reads what {@link #of} has made. */
    public static Definition read(byte[] bytes) throws DamagedException {
        try {
            return readWhole(bytes);
        } catch (AmqpException e) {
            throw new DamagedException("a definition can't be read: " + e.error().text(), e);
        }
    }

    private static Definition readWhole(byte[] bytes) throws DamagedException {
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
            case POLICY -> readPolicy(in);
            case VIRTUAL_HOST -> new VirtualHostDefinition(text(in), in.table(), limits(in, version));
            case USER -> readUser(in, version);
            case PERMISSION -> new AccessDefinition.Permission(text(in), text(in), text(in), text(in), text(in));
            case TOPIC_PERMISSION ->
                new AccessDefinition.TopicPermission(text(in), text(in), text(in), text(in), text(in));
            case RETURN_COUNT -> new ReturnCount(in.longLong(), in.longLong(), (int) in.longLong());
            case GLOBAL_PARAMETER -> new GlobalParameterDefinition(text(in), in.table());
            default -> throw new DamagedException("a definition is of kind " + kind + ", which there is none of");
        };
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

    private static PolicyDefinition readPolicy(ArgumentReader in) {
        String vhost = text(in);
        boolean operator = (in.octet() & 1) != 0;
        return new PolicyDefinition(vhost, operator, text(in), text(in), text(in), (int) in.longLong(), in.table());
    }

    private static AccessDefinition.User readUser(ArgumentReader in, int version) {
        String name = text(in);
        String hash = text(in);
        String algorithm = text(in);
        List<String> tags = new ArrayList<>();
        for (int left = in.shortInt(); left > 0; left--) {
            tags.add(text(in));
        }
        return new AccessDefinition.User(name, hash, algorithm, tags, limits(in, version));
    }

    private static FieldTable limits(ArgumentReader in, int version) {
        return version > 4 ? in.table() : FieldTable.EMPTY;
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
