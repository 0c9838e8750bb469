package dev.leveret.amqp.testing;

import dev.leveret.amqp.method.AccessMethod;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.TxMethod;
import java.util.List;
import java.util.function.Function;

/** A random instance of every method there is, in the order of the specification. */
public final class RandomMethods {

    private static final List<Function<RandomValues, Method>> METHODS = List.of(
            v -> new ConnectionMethod.Start(v.octet(), v.octet(), v.table(), v.shortText(), v.shortText()),
            v -> new ConnectionMethod.StartOk(v.table(), v.shortText(), v.opaque(), v.shortText()),
            v -> new ConnectionMethod.Secure(v.opaque()),
            v -> new ConnectionMethod.SecureOk(v.opaque()),
            v -> new ConnectionMethod.Tune(v.shortInt(), v.longInt(), v.shortInt()),
            v -> new ConnectionMethod.TuneOk(v.shortInt(), v.longInt(), v.shortInt()),
            v -> new ConnectionMethod.Open(v.shortText()),
            v -> new ConnectionMethod.OpenOk(),
            v -> new ConnectionMethod.Close(v.shortInt(), v.shortText(), v.shortInt(), v.shortInt()),
            v -> new ConnectionMethod.CloseOk(),
            v -> new ConnectionMethod.Blocked(v.shortText()),
            v -> new ConnectionMethod.Unblocked(),
            v -> new ConnectionMethod.UpdateSecret(v.opaque(), v.shortText()),
            v -> new ConnectionMethod.UpdateSecretOk(),
            v -> new ChannelMethod.Open(),
            v -> new ChannelMethod.OpenOk(),
            v -> new ChannelMethod.Flow(v.bit()),
            v -> new ChannelMethod.FlowOk(v.bit()),
            v -> new ChannelMethod.Close(v.shortInt(), v.shortText(), v.shortInt(), v.shortInt()),
            v -> new ChannelMethod.CloseOk(),
            v -> new AccessMethod.Request(v.shortText(), v.bit(), v.bit(), v.bit(), v.bit(), v.bit()),
            v -> new AccessMethod.RequestOk(v.shortInt()),
            v -> new ExchangeMethod.Declare(
                    v.shortText(), v.shortText(), v.bit(), v.bit(), v.bit(), v.bit(), v.bit(), v.table()),
            v -> new ExchangeMethod.DeclareOk(),
            v -> new ExchangeMethod.Delete(v.shortText(), v.bit(), v.bit()),
            v -> new ExchangeMethod.DeleteOk(),
            v -> new ExchangeMethod.Bind(v.shortText(), v.shortText(), v.shortText(), v.bit(), v.table()),
            v -> new ExchangeMethod.BindOk(),
            v -> new ExchangeMethod.Unbind(v.shortText(), v.shortText(), v.shortText(), v.bit(), v.table()),
            v -> new ExchangeMethod.UnbindOk(),
            v -> new QueueMethod.Declare(v.shortText(), v.bit(), v.bit(), v.bit(), v.bit(), v.bit(), v.table()),
            v -> new QueueMethod.DeclareOk(v.shortText(), v.longInt(), v.longInt()),
            v -> new QueueMethod.Bind(v.shortText(), v.shortText(), v.shortText(), v.bit(), v.table()),
            v -> new QueueMethod.BindOk(),
            v -> new QueueMethod.Purge(v.shortText(), v.bit()),
            v -> new QueueMethod.PurgeOk(v.longInt()),
            v -> new QueueMethod.Delete(v.shortText(), v.bit(), v.bit(), v.bit()),
            v -> new QueueMethod.DeleteOk(v.longInt()),
            v -> new QueueMethod.Unbind(v.shortText(), v.shortText(), v.shortText(), v.table()),
            v -> new QueueMethod.UnbindOk(),
            v -> new BasicMethod.Qos(v.longInt(), v.shortInt(), v.bit()),
            v -> new BasicMethod.QosOk(),
            v -> new BasicMethod.Consume(
                    v.shortText(), v.shortText(), v.bit(), v.bit(), v.bit(), v.bit(), v.table()),
            v -> new BasicMethod.ConsumeOk(v.shortText()),
            v -> new BasicMethod.Cancel(v.shortText(), v.bit()),
            v -> new BasicMethod.CancelOk(v.shortText()),
            v -> new BasicMethod.Publish(v.address(), v.bit(), v.bit()),
            v -> new BasicMethod.Return(v.shortInt(), v.shortText(), v.address()),
            v -> new BasicMethod.Deliver(v.shortText(), v.number(), v.bit(), v.address()),
            v -> new BasicMethod.Get(v.shortText(), v.bit()),
            v -> new BasicMethod.GetOk(v.number(), v.bit(), v.address(), v.longInt()),
            v -> new BasicMethod.GetEmpty(),
            v -> new BasicMethod.Ack(v.number(), v.bit()),
            v -> new BasicMethod.Reject(v.number(), v.bit()),
            v -> new BasicMethod.RecoverAsync(v.bit()),
            v -> new BasicMethod.Recover(v.bit()),
            v -> new BasicMethod.RecoverOk(),
            v -> new BasicMethod.Nack(v.number(), v.bit(), v.bit()),
            v -> new ConfirmMethod.Select(v.bit()),
            v -> new ConfirmMethod.SelectOk(),
            v -> new TxMethod.Select(),
            v -> new TxMethod.SelectOk(),
            v -> new TxMethod.Commit(),
            v -> new TxMethod.CommitOk(),
            v -> new TxMethod.Rollback(),
            v -> new TxMethod.RollbackOk());

    private RandomMethods() {}

    /** One of each. */
    public static List<Method> ofEachKind(RandomValues values) {
        return METHODS.stream().map(make -> make.apply(values)).toList();
    }
}
