package dev.leveret.amqp.method;

/** What a server may send, on whatever channel. */
public sealed interface FromServer extends Method
        permits ConnectionMethod.Start, ConnectionMethod.Secure, ConnectionMethod.Tune,
                ConnectionMethod.OpenOk, ConnectionMethod.Close, ConnectionMethod.CloseOk,
                ConnectionMethod.Blocked, ConnectionMethod.Unblocked, ConnectionMethod.UpdateSecretOk,
                ChannelMethod.OpenOk, ChannelMethod.Flow, ChannelMethod.FlowOk, ChannelMethod.Close,
                ChannelMethod.CloseOk, AccessMethod.RequestOk, ExchangeMethod.DeclareOk,
                ExchangeMethod.DeleteOk, ExchangeMethod.BindOk, ExchangeMethod.UnbindOk,
                QueueMethod.DeclareOk, QueueMethod.BindOk, QueueMethod.PurgeOk, QueueMethod.DeleteOk,
                QueueMethod.UnbindOk, BasicMethod.QosOk, BasicMethod.ConsumeOk, BasicMethod.Cancel,
                BasicMethod.CancelOk, BasicMethod.Return, BasicMethod.Deliver, BasicMethod.GetOk,
                BasicMethod.GetEmpty, BasicMethod.Ack, BasicMethod.RecoverOk, BasicMethod.Nack,
                ConfirmMethod.SelectOk, TxMethod.SelectOk, TxMethod.CommitOk, TxMethod.RollbackOk {}
