package dev.leveret.amqp.method;

import dev.leveret.amqp.value.ArgumentWriter;

/** A method of AMQP 0-9-1, without the content that may follow it. */
public sealed interface Method
        permits ConnectionMethod, ChannelMethod, AccessMethod, ExchangeMethod, QueueMethod, BasicMethod,
                ConfirmMethod, TxMethod, ToConnection, ToChannel, FromServer {

    /** Class id in the high half, method id in the low half, as both travel on the wire. */
    int id();

    /** Writes what follows the id. A method without arguments writes nothing. */
    default void encodeArguments(ArgumentWriter out) {}
}
