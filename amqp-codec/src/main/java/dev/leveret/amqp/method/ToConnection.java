package dev.leveret.amqp.method;

/** What a client may send on channel 0. A {@code switch} over it needs no default. */
public sealed interface ToConnection extends Method
        permits ConnectionMethod.StartOk, ConnectionMethod.SecureOk, ConnectionMethod.TuneOk,
                ConnectionMethod.Open, ConnectionMethod.Close, ConnectionMethod.CloseOk,
                ConnectionMethod.UpdateSecret {}
