package dev.leveret.amqp.method;

/** What a client may send on an open channel. A {@code switch} over it needs no default. */
public sealed interface ToChannel extends Method
        permits ChannelMethod.Open, ChannelMethod.Flow, ChannelMethod.FlowOk, ChannelMethod.Close,
                ChannelMethod.CloseOk, AccessMethod.Request, ExchangeMethod.Declare,
                ExchangeMethod.Delete, ExchangeMethod.Bind, ExchangeMethod.Unbind, QueueMethod.Declare,
                QueueMethod.Bind, QueueMethod.Purge, QueueMethod.Delete, QueueMethod.Unbind,
                BasicMethod.Qos, BasicMethod.Consume, BasicMethod.Cancel, BasicMethod.CancelOk,
                BasicMethod.Publish, BasicMethod.Get, BasicMethod.Ack, BasicMethod.Reject,
                BasicMethod.RecoverAsync, BasicMethod.Recover, BasicMethod.Nack, ConfirmMethod.Select,
                TxMethod.Select, TxMethod.Commit, TxMethod.Rollback {}
