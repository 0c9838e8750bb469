package dev.leveret.amqp.method;

import static dev.leveret.amqp.error.AmqpException.channelError;
import static dev.leveret.amqp.error.AmqpException.commandInvalid;
import static dev.leveret.amqp.error.AmqpException.frameError;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.value.ArgumentReader;

/** Turns a method id and the arguments behind it into a record. The direction decides what is known. */
public final class MethodDecoder {

    private MethodDecoder() {}

    /**
     * A method that a client sent on channel 0.
     *
     * @param id class id in the high half, method id in the low half
     * @throws AmqpException 504 for a method that does not belong there, 501 or 502 for malformed
     *     arguments; the error names the method
     */
    public static ToConnection toConnection(int id, ArgumentReader in) {
        try {
            ToConnection method = decodeToConnection(id, in);
            in.finish();
            return method;
        } catch (AmqpException e) {
            throw (e.error().code() == ReplyCode.FRAME_ERROR ? withoutSecrets() : e).at(id);
        }
    }

    private static ToConnection decodeToConnection(int id, ArgumentReader in) {
        return switch (id) {
            case ConnectionMethod.StartOk.ID -> ConnectionMethod.StartOk.decode(in);
            case ConnectionMethod.SecureOk.ID -> ConnectionMethod.SecureOk.decode(in);
            case ConnectionMethod.TuneOk.ID -> ConnectionMethod.TuneOk.decode(in);
            case ConnectionMethod.Open.ID -> ConnectionMethod.Open.decode(in);
            case ConnectionMethod.Close.ID -> ConnectionMethod.Close.decode(in);
            case ConnectionMethod.CloseOk.ID -> new ConnectionMethod.CloseOk();
            case ConnectionMethod.UpdateSecret.ID -> ConnectionMethod.UpdateSecret.decode(in);
            default -> throw channelError("unexpected method in connection state running");
        };
    }

    /**
     * A method that a client sent on another channel.
     *
     * @param id class id in the high half, method id in the low half
     * @throws AmqpException 503 for a method that does not belong there, 501 or 502 for malformed
     *     arguments; the error names the method
     */
    public static ToChannel toChannel(int id, ArgumentReader in) {
        try {
            ToChannel method = decodeToChannel(id, in);
            in.finish();
            return method;
        } catch (AmqpException e) {
            throw e.at(id);
        }
    }

    private static ToChannel decodeToChannel(int id, ArgumentReader in) {
        return switch (id) {
            case BasicMethod.Publish.ID -> BasicMethod.Publish.decode(in);
            case BasicMethod.Ack.ID -> BasicMethod.Ack.decode(in);
            case ChannelMethod.Open.ID -> ChannelMethod.Open.decode(in);
            case ChannelMethod.Flow.ID -> ChannelMethod.Flow.decode(in);
            case ChannelMethod.FlowOk.ID -> ChannelMethod.FlowOk.decode(in);
            case ChannelMethod.Close.ID -> ChannelMethod.Close.decode(in);
            case ChannelMethod.CloseOk.ID -> new ChannelMethod.CloseOk();
            case AccessMethod.Request.ID -> AccessMethod.Request.decode(in);
            case ExchangeMethod.Declare.ID -> ExchangeMethod.Declare.decode(in);
            case ExchangeMethod.Delete.ID -> ExchangeMethod.Delete.decode(in);
            case ExchangeMethod.Bind.ID -> ExchangeMethod.Bind.decode(in);
            case ExchangeMethod.Unbind.ID -> ExchangeMethod.Unbind.decode(in);
            case QueueMethod.Declare.ID -> QueueMethod.Declare.decode(in);
            case QueueMethod.Bind.ID -> QueueMethod.Bind.decode(in);
            case QueueMethod.Purge.ID -> QueueMethod.Purge.decode(in);
            case QueueMethod.Delete.ID -> QueueMethod.Delete.decode(in);
            case QueueMethod.Unbind.ID -> QueueMethod.Unbind.decode(in);
            case BasicMethod.Qos.ID -> BasicMethod.Qos.decode(in);
            case BasicMethod.Consume.ID -> BasicMethod.Consume.decode(in);
            case BasicMethod.Cancel.ID -> BasicMethod.Cancel.decode(in);
            case BasicMethod.CancelOk.ID -> BasicMethod.CancelOk.decode(in);
            case BasicMethod.Get.ID -> BasicMethod.Get.decode(in);
            case BasicMethod.Reject.ID -> BasicMethod.Reject.decode(in);
            case BasicMethod.RecoverAsync.ID -> BasicMethod.RecoverAsync.decode(in);
            case BasicMethod.Recover.ID -> BasicMethod.Recover.decode(in);
            case BasicMethod.Nack.ID -> BasicMethod.Nack.decode(in);
            case ConfirmMethod.Select.ID -> ConfirmMethod.Select.decode(in);
            case TxMethod.Select.ID -> new TxMethod.Select();
            case TxMethod.Commit.ID -> new TxMethod.Commit();
            case TxMethod.Rollback.ID -> new TxMethod.Rollback();
            default -> throw commandInvalid("unimplemented method");
        };
    }

    /**
     * A method that a server sent, on whatever channel: for clients and tests.
     *
     * @param id class id in the high half, method id in the low half
     * @throws AmqpException 503 for a method that does not belong there, 501 or 502 for malformed
     *     arguments; the error names the method
     */
    public static FromServer fromServer(int id, ArgumentReader in) {
        try {
            FromServer method = decodeFromServer(id, in);
            in.finish();
            return method;
        } catch (AmqpException e) {
            throw e.at(id);
        }
    }

    private static FromServer decodeFromServer(int id, ArgumentReader in) {
        return switch (id) {
            case ConnectionMethod.Start.ID -> ConnectionMethod.Start.decode(in);
            case ConnectionMethod.Secure.ID -> ConnectionMethod.Secure.decode(in);
            case ConnectionMethod.Tune.ID -> ConnectionMethod.Tune.decode(in);
            case ConnectionMethod.OpenOk.ID -> ConnectionMethod.OpenOk.decode(in);
            case ConnectionMethod.Close.ID -> ConnectionMethod.Close.decode(in);
            case ConnectionMethod.CloseOk.ID -> new ConnectionMethod.CloseOk();
            case ConnectionMethod.Blocked.ID -> ConnectionMethod.Blocked.decode(in);
            case ConnectionMethod.Unblocked.ID -> new ConnectionMethod.Unblocked();
            case ConnectionMethod.UpdateSecretOk.ID -> new ConnectionMethod.UpdateSecretOk();
            case ChannelMethod.OpenOk.ID -> ChannelMethod.OpenOk.decode(in);
            case ChannelMethod.Flow.ID -> ChannelMethod.Flow.decode(in);
            case ChannelMethod.FlowOk.ID -> ChannelMethod.FlowOk.decode(in);
            case ChannelMethod.Close.ID -> ChannelMethod.Close.decode(in);
            case ChannelMethod.CloseOk.ID -> new ChannelMethod.CloseOk();
            case AccessMethod.RequestOk.ID -> AccessMethod.RequestOk.decode(in);
            case ExchangeMethod.DeclareOk.ID -> new ExchangeMethod.DeclareOk();
            case ExchangeMethod.DeleteOk.ID -> new ExchangeMethod.DeleteOk();
            case ExchangeMethod.BindOk.ID -> new ExchangeMethod.BindOk();
            case ExchangeMethod.UnbindOk.ID -> new ExchangeMethod.UnbindOk();
            case QueueMethod.DeclareOk.ID -> QueueMethod.DeclareOk.decode(in);
            case QueueMethod.BindOk.ID -> new QueueMethod.BindOk();
            case QueueMethod.PurgeOk.ID -> QueueMethod.PurgeOk.decode(in);
            case QueueMethod.DeleteOk.ID -> QueueMethod.DeleteOk.decode(in);
            case QueueMethod.UnbindOk.ID -> new QueueMethod.UnbindOk();
            case BasicMethod.QosOk.ID -> new BasicMethod.QosOk();
            case BasicMethod.ConsumeOk.ID -> BasicMethod.ConsumeOk.decode(in);
            case BasicMethod.Cancel.ID -> BasicMethod.Cancel.decode(in);
            case BasicMethod.CancelOk.ID -> BasicMethod.CancelOk.decode(in);
            case BasicMethod.Return.ID -> BasicMethod.Return.decode(in);
            case BasicMethod.Deliver.ID -> BasicMethod.Deliver.decode(in);
            case BasicMethod.GetOk.ID -> BasicMethod.GetOk.decode(in);
            case BasicMethod.GetEmpty.ID -> BasicMethod.GetEmpty.decode(in);
            case BasicMethod.Ack.ID -> BasicMethod.Ack.decode(in);
            case BasicMethod.RecoverOk.ID -> new BasicMethod.RecoverOk();
            case BasicMethod.Nack.ID -> BasicMethod.Nack.decode(in);
            case ConfirmMethod.SelectOk.ID -> new ConfirmMethod.SelectOk();
            case TxMethod.SelectOk.ID -> new TxMethod.SelectOk();
            case TxMethod.CommitOk.ID -> new TxMethod.CommitOk();
            case TxMethod.RollbackOk.ID -> new TxMethod.RollbackOk();
            default -> throw commandInvalid("unimplemented method");
        };
    }

    /** The usual text quotes the arguments: a password, in methods on channel 0. */
    private static AmqpException withoutSecrets() {
        return frameError("cannot decode arguments");
    }
}
