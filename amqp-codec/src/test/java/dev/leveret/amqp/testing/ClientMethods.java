package dev.leveret.amqp.testing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.leveret.amqp.method.AccessMethod;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.TxMethod;

/** Says each of our methods in the words of RabbitMQ's Java client. */
public final class ClientMethods {

    private ClientMethods() {}

    /** The client's object for the same method with the same arguments. */
    public static com.rabbitmq.client.Method of(Method method) {
        return switch (method) {
            case ConnectionMethod m -> ofConnection(m);
            case ChannelMethod m -> ofChannel(m);
            case AccessMethod m -> ofAccess(m);
            case ExchangeMethod m -> ofExchange(m);
            case QueueMethod m -> ofQueue(m);
            case BasicMethod m -> ofBasic(m);
            case ConfirmMethod m -> ofConfirm(m);
            case TxMethod m -> ofTx(m);
        };
    }

    private static com.rabbitmq.client.Method ofConnection(ConnectionMethod method) {
        return switch (method) {
            case ConnectionMethod.Start m -> new AMQP.Connection.Start.Builder()
                    .versionMajor(m.versionMajor())
                    .versionMinor(m.versionMinor())
                    .serverProperties(ClientForm.of(m.serverProperties()))
                    .mechanisms(LongStringHelper.asLongString(m.mechanisms()))
                    .locales(LongStringHelper.asLongString(m.locales()))
                    .build();
            case ConnectionMethod.StartOk m -> new AMQP.Connection.StartOk.Builder()
                    .clientProperties(ClientForm.of(m.clientProperties()))
                    .mechanism(m.mechanism())
                    .response(LongStringHelper.asLongString(m.response().bytes()))
                    .locale(m.locale())
                    .build();
            case ConnectionMethod.Secure m -> new AMQP.Connection.Secure.Builder()
                    .challenge(LongStringHelper.asLongString(m.challenge().bytes()))
                    .build();
            case ConnectionMethod.SecureOk m -> new AMQP.Connection.SecureOk.Builder()
                    .response(LongStringHelper.asLongString(m.response().bytes()))
                    .build();
            case ConnectionMethod.Tune m -> new AMQP.Connection.Tune.Builder()
                    .channelMax(m.channelMax())
                    .frameMax((int) m.frameMax())
                    .heartbeat(m.heartbeat())
                    .build();
            case ConnectionMethod.TuneOk m -> new AMQP.Connection.TuneOk.Builder()
                    .channelMax(m.channelMax())
                    .frameMax((int) m.frameMax())
                    .heartbeat(m.heartbeat())
                    .build();
            case ConnectionMethod.Open m -> new AMQP.Connection.Open.Builder()
                    .virtualHost(m.virtualHost())
                    .build();
            case ConnectionMethod.OpenOk m -> new AMQP.Connection.OpenOk.Builder().build();
            case ConnectionMethod.Close m -> new AMQP.Connection.Close.Builder()
                    .replyCode(m.replyCode())
                    .replyText(m.replyText())
                    .classId(m.classId())
                    .methodId(m.methodId())
                    .build();
            case ConnectionMethod.CloseOk m -> new AMQP.Connection.CloseOk.Builder().build();
            case ConnectionMethod.Blocked m -> new AMQP.Connection.Blocked.Builder().reason(m.reason()).build();
            case ConnectionMethod.Unblocked m -> new AMQP.Connection.Unblocked.Builder().build();
            case ConnectionMethod.UpdateSecret m -> new AMQP.Connection.UpdateSecret.Builder()
                    .newSecret(LongStringHelper.asLongString(m.newSecret().bytes()))
                    .reason(m.reason())
                    .build();
            case ConnectionMethod.UpdateSecretOk m -> new AMQP.Connection.UpdateSecretOk.Builder().build();
        };
    }

    private static com.rabbitmq.client.Method ofChannel(ChannelMethod method) {
        return switch (method) {
            case ChannelMethod.Open m -> new AMQP.Channel.Open.Builder().build();
            case ChannelMethod.OpenOk m -> new AMQP.Channel.OpenOk.Builder().build();
            case ChannelMethod.Flow m -> new AMQP.Channel.Flow.Builder().active(m.active()).build();
            case ChannelMethod.FlowOk m -> new AMQP.Channel.FlowOk.Builder().active(m.active()).build();
            case ChannelMethod.Close m -> new AMQP.Channel.Close.Builder()
                    .replyCode(m.replyCode())
                    .replyText(m.replyText())
                    .classId(m.classId())
                    .methodId(m.methodId())
                    .build();
            case ChannelMethod.CloseOk m -> new AMQP.Channel.CloseOk.Builder().build();
        };
    }

    private static com.rabbitmq.client.Method ofAccess(AccessMethod method) {
        return switch (method) {
            case AccessMethod.Request m -> new AMQP.Access.Request.Builder()
                    .realm(m.realm())
                    .exclusive(m.exclusive())
                    .passive(m.passive())
                    .active(m.active())
                    .write(m.write())
                    .read(m.read())
                    .build();
            case AccessMethod.RequestOk m -> new AMQP.Access.RequestOk.Builder().ticket(m.ticket()).build();
        };
    }

    private static com.rabbitmq.client.Method ofExchange(ExchangeMethod method) {
        return switch (method) {
            case ExchangeMethod.Declare m -> new AMQP.Exchange.Declare.Builder()
                    .exchange(m.exchange())
                    .type(m.type())
                    .passive(m.passive())
                    .durable(m.durable())
                    .autoDelete(m.autoDelete())
                    .internal(m.internal())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case ExchangeMethod.DeclareOk m -> new AMQP.Exchange.DeclareOk.Builder().build();
            case ExchangeMethod.Delete m -> new AMQP.Exchange.Delete.Builder()
                    .exchange(m.exchange())
                    .ifUnused(m.ifUnused())
                    .nowait(m.noWait())
                    .build();
            case ExchangeMethod.DeleteOk m -> new AMQP.Exchange.DeleteOk.Builder().build();
            case ExchangeMethod.Bind m -> new AMQP.Exchange.Bind.Builder()
                    .destination(m.destination())
                    .source(m.source())
                    .routingKey(m.routingKey())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case ExchangeMethod.BindOk m -> new AMQP.Exchange.BindOk.Builder().build();
            case ExchangeMethod.Unbind m -> new AMQP.Exchange.Unbind.Builder()
                    .destination(m.destination())
                    .source(m.source())
                    .routingKey(m.routingKey())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case ExchangeMethod.UnbindOk m -> new AMQP.Exchange.UnbindOk.Builder().build();
        };
    }

    private static com.rabbitmq.client.Method ofQueue(QueueMethod method) {
        return switch (method) {
            case QueueMethod.Declare m -> new AMQP.Queue.Declare.Builder()
                    .queue(m.queue())
                    .passive(m.passive())
                    .durable(m.durable())
                    .exclusive(m.exclusive())
                    .autoDelete(m.autoDelete())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case QueueMethod.DeclareOk m -> new AMQP.Queue.DeclareOk.Builder()
                    .queue(m.queue())
                    .messageCount((int) m.messageCount())
                    .consumerCount((int) m.consumerCount())
                    .build();
            case QueueMethod.Bind m -> new AMQP.Queue.Bind.Builder()
                    .queue(m.queue())
                    .exchange(m.exchange())
                    .routingKey(m.routingKey())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case QueueMethod.BindOk m -> new AMQP.Queue.BindOk.Builder().build();
            case QueueMethod.Purge m -> new AMQP.Queue.Purge.Builder()
                    .queue(m.queue())
                    .nowait(m.noWait())
                    .build();
            case QueueMethod.PurgeOk m -> new AMQP.Queue.PurgeOk.Builder()
                    .messageCount((int) m.messageCount())
                    .build();
            case QueueMethod.Delete m -> new AMQP.Queue.Delete.Builder()
                    .queue(m.queue())
                    .ifUnused(m.ifUnused())
                    .ifEmpty(m.ifEmpty())
                    .nowait(m.noWait())
                    .build();
            case QueueMethod.DeleteOk m -> new AMQP.Queue.DeleteOk.Builder()
                    .messageCount((int) m.messageCount())
                    .build();
            case QueueMethod.Unbind m -> new AMQP.Queue.Unbind.Builder()
                    .queue(m.queue())
                    .exchange(m.exchange())
                    .routingKey(m.routingKey())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case QueueMethod.UnbindOk m -> new AMQP.Queue.UnbindOk.Builder().build();
        };
    }

    private static com.rabbitmq.client.Method ofBasic(BasicMethod method) {
        return switch (method) {
            case BasicMethod.Qos m -> new AMQP.Basic.Qos.Builder()
                    .prefetchSize((int) m.prefetchSize())
                    .prefetchCount(m.prefetchCount())
                    .global(m.global())
                    .build();
            case BasicMethod.QosOk m -> new AMQP.Basic.QosOk.Builder().build();
            case BasicMethod.Consume m -> new AMQP.Basic.Consume.Builder()
                    .queue(m.queue())
                    .consumerTag(m.consumerTag())
                    .noLocal(m.noLocal())
                    .noAck(m.noAck())
                    .exclusive(m.exclusive())
                    .nowait(m.noWait())
                    .arguments(ClientForm.of(m.arguments()))
                    .build();
            case BasicMethod.ConsumeOk m -> new AMQP.Basic.ConsumeOk.Builder()
                    .consumerTag(m.consumerTag())
                    .build();
            case BasicMethod.Cancel m -> new AMQP.Basic.Cancel.Builder()
                    .consumerTag(m.consumerTag())
                    .nowait(m.noWait())
                    .build();
            case BasicMethod.CancelOk m -> new AMQP.Basic.CancelOk.Builder()
                    .consumerTag(m.consumerTag())
                    .build();
            case BasicMethod.Publish m -> new AMQP.Basic.Publish.Builder()
                    .exchange(m.address().exchange())
                    .routingKey(m.address().routingKey())
                    .mandatory(m.mandatory())
                    .immediate(m.immediate())
                    .build();
            case BasicMethod.Return m -> new AMQP.Basic.Return.Builder()
                    .replyCode(m.replyCode())
                    .replyText(m.replyText())
                    .exchange(m.address().exchange())
                    .routingKey(m.address().routingKey())
                    .build();
            case BasicMethod.Deliver m -> new AMQP.Basic.Deliver.Builder()
                    .consumerTag(m.consumerTag())
                    .deliveryTag(m.deliveryTag())
                    .redelivered(m.redelivered())
                    .exchange(m.address().exchange())
                    .routingKey(m.address().routingKey())
                    .build();
            case BasicMethod.Get m -> new AMQP.Basic.Get.Builder().queue(m.queue()).noAck(m.noAck()).build();
            case BasicMethod.GetOk m -> new AMQP.Basic.GetOk.Builder()
                    .deliveryTag(m.deliveryTag())
                    .redelivered(m.redelivered())
                    .exchange(m.address().exchange())
                    .routingKey(m.address().routingKey())
                    .messageCount((int) m.messageCount())
                    .build();
            case BasicMethod.GetEmpty m -> new AMQP.Basic.GetEmpty.Builder().build();
            case BasicMethod.Ack m -> new AMQP.Basic.Ack.Builder()
                    .deliveryTag(m.deliveryTag())
                    .multiple(m.multiple())
                    .build();
            case BasicMethod.Reject m -> new AMQP.Basic.Reject.Builder()
                    .deliveryTag(m.deliveryTag())
                    .requeue(m.requeue())
                    .build();
            case BasicMethod.RecoverAsync m -> new AMQP.Basic.RecoverAsync.Builder()
                    .requeue(m.requeue())
                    .build();
            case BasicMethod.Recover m -> new AMQP.Basic.Recover.Builder().requeue(m.requeue()).build();
            case BasicMethod.RecoverOk m -> new AMQP.Basic.RecoverOk.Builder().build();
            case BasicMethod.Nack m -> new AMQP.Basic.Nack.Builder()
                    .deliveryTag(m.deliveryTag())
                    .multiple(m.multiple())
                    .requeue(m.requeue())
                    .build();
        };
    }

    private static com.rabbitmq.client.Method ofConfirm(ConfirmMethod method) {
        return switch (method) {
            case ConfirmMethod.Select m -> new AMQP.Confirm.Select.Builder().nowait(m.noWait()).build();
            case ConfirmMethod.SelectOk m -> new AMQP.Confirm.SelectOk.Builder().build();
        };
    }

    private static com.rabbitmq.client.Method ofTx(TxMethod method) {
        return switch (method) {
            case TxMethod.Select m -> new AMQP.Tx.Select.Builder().build();
            case TxMethod.SelectOk m -> new AMQP.Tx.SelectOk.Builder().build();
            case TxMethod.Commit m -> new AMQP.Tx.Commit.Builder().build();
            case TxMethod.CommitOk m -> new AMQP.Tx.CommitOk.Builder().build();
            case TxMethod.Rollback m -> new AMQP.Tx.Rollback.Builder().build();
            case TxMethod.RollbackOk m -> new AMQP.Tx.RollbackOk.Builder().build();
        };
    }
}
