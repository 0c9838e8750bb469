package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.ReplyAddresses;

/**
 * The channel's consumer of direct replies, if it has one: RabbitMQ doc page "Direct Reply-to".
 *
 * <p>There is no queue behind it. The requests of this channel carry an address in place of the pseudo-queue's name, and
 * what is published to that address comes straight here.
 */
final class DirectReplies implements ReplyAddresses.Receiver {

    private final BrokerLoop loop;
    private final ReplyAddresses addresses;
    private final ChannelWire wire;

    private final Deliveries deliveries;

    /** Null: there is no such consumer. */
    private String consumerTag;

    private byte[] consumerTagWire;
    private String address;

    /** The last header that was given the address, and what came of it: a requester's are often all the same. */
    private ContentHeader lastHeader;

    private ContentHeader lastAddressed;

    DirectReplies(BrokerLoop loop, ReplyAddresses addresses, ChannelWire wire, Deliveries deliveries) {
        this.loop = loop;
        this.addresses = addresses;
        this.wire = wire;
        this.deliveries = deliveries;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    /** Starts the consumer under this tag; throws 406 if it would acknowledge, or if there is one already. */
    void consume(BasicMethod.Consume consume, String tag) {
        if (!consume.noAck()) {
            throw AmqpException.preconditionFailed("reply consumer cannot acknowledge");
        }
        if (consumerTag != null) {
            throw AmqpException.preconditionFailed("reply consumer already set");
        }
        consumerTag = tag;
        consumerTagWire = FrameWriter.shortString(tag);
        address = addresses.open(this);
    }

    /** Whether the consumer has this tag. */
    boolean isConsumer(String tag) {
        return tag.equals(consumerTag);
    }

    /** Ends the consumer, if there is one. */
    void end() {
        if (consumerTag != null) {
            addresses.close(address);
            consumerTag = null;
            lastHeader = null;
            lastAddressed = null;
        }
    }

    /**
     * The message with the consumer's address in place of the pseudo-queue that its reply-to names; any other message
     * as it is.
     *
     * @throws AmqpException 406 if there is no consumer
     */
    Message withAddress(Message message) {
        ContentHeader header = message.header();
        if (!header.hasReplyTo() || !header.properties().replyTo().equals(ReplyAddresses.NAME)) {
            return message;
        }
        if (consumerTag == null) {
            throw AmqpException.preconditionFailed("fast reply consumer does not exist");
        }
        if (header != lastHeader) {
            lastAddressed = ContentHeader.of(header.properties().with().replyTo(address).build());
            lastHeader = header;
        }
        return message.withHeader(lastAddressed);
    }

    @Override
    public void reply(Message message) {
        if (consumerTag != null) {
            wire.deliver(consumerTagWire, deliveries.nextTag(), false, message);
        }
    }
}
