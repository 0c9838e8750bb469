// The RabbitMQ.Client that Mono has: exchanges, fields, consuming and settling, returns, transactions, big bodies, errors.
// It is an old one, and speaks AMQP 0-9, without the confirms and the nack of 0-9-1.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

static class Program
{
    static void Main()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        using (var connection = Connect("guest"))
        {
            Exchanges(connection.CreateModel());
            Fields(connection.CreateModel());
            Settling(connection.CreateModel());
            Returns(connection.CreateModel());
            Transactions(connection.CreateModel());
            Counts(connection.CreateModel());
            Errors(connection);
        }
        using (var connection = Connect("guest"))
        {
            BigBodies(connection.CreateModel());
        }
        try
        {
            Connect("wrong");
        }
        catch (BrokerUnreachableException)
        {
            Console.WriteLine("a wrong password is refused");
        }
    }

    static IConnection Connect(string password)
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("AMQP_PORT"));
        return new ConnectionFactory
        {
            Endpoint = new AmqpTcpEndpoint(Protocols.AMQP_0_9, Environment.GetEnvironmentVariable("AMQP_HOST"), port),
            Password = password,
            RequestedHeartbeat = 10,
        }.CreateConnection();
    }

    static string Queue(IModel channel, IDictionary arguments = null)
    {
        return channel.QueueDeclare("", false, false, true, false, false, arguments);
    }

    static void Send(IModel channel, string exchange, string key, string text, IBasicProperties properties = null)
    {
        channel.BasicPublish(exchange, key, properties, Encoding.UTF8.GetBytes(text));
    }

    static string Drain(IModel channel, string queue)
    {
        var texts = new List<string>();
        for (var got = channel.BasicGet(queue, true); got != null; got = channel.BasicGet(queue, true))
        {
            texts.Add(Encoding.UTF8.GetString(got.Body));
        }
        return string.Join(", ", texts);
    }

    static void Exchanges(IModel channel)
    {
        foreach (var type in new[] { "direct", "fanout", "topic", "headers" })
        {
            var exchange = "dotnet-" + type;
            channel.ExchangeDeclare(exchange, type, false, false, true, false, false, null);
            var queue = Queue(channel);
            var arguments = new Hashtable { { "x-match", Encoding.UTF8.GetBytes("all") }, { "size", 3 } };
            channel.QueueBind(queue, exchange, "a.*", false, arguments);
            Send(channel, exchange, "a.*", "literally");
            Send(channel, exchange, "a.b", "by pattern");
            var properties = channel.CreateBasicProperties();
            properties.Headers = new Hashtable { { "size", 3 }, { "colour", "blue" } };
            Send(channel, exchange, "c", "by headers", properties);
            Console.WriteLine(type + ": " + Drain(channel, queue));
            channel.QueueUnbind(queue, exchange, "a.*", arguments);
        }
    }

    static void Fields(IModel channel)
    {
        var queue = Queue(channel);
        var sent = channel.CreateBasicProperties();
        sent.Headers = new Hashtable
        {
            { "text", "täxt" }, { "int", -5 }, { "time", new AmqpTimestamp(1700000000) }, { "decimal", 3.14m },
            { "table", new Hashtable { { "deep", 1 } } },
        };
        sent.ContentType = "text/plain";
        sent.ContentEncoding = "identity";
        sent.DeliveryMode = 2;
        sent.Priority = 3;
        sent.CorrelationId = "c";
        sent.ReplyTo = "r";
        sent.Expiration = "60000";
        sent.MessageId = "m";
        sent.Timestamp = new AmqpTimestamp(1700000000);
        sent.Type = "t";
        sent.UserId = "guest";
        sent.AppId = "a";
        Send(channel, "", queue, "fields", sent);
        var got = channel.BasicGet(queue, true).BasicProperties;
        foreach (var name in new[] { "text", "int", "time", "decimal", "table" })
        {
            Console.WriteLine("header " + name + " " + Text(got.Headers[name]));
        }
        Console.WriteLine(string.Join(" ", got.ContentType, got.ContentEncoding, got.DeliveryMode, got.Priority, got.CorrelationId,
            got.ReplyTo, got.Expiration, got.MessageId, got.Timestamp.UnixTime, got.Type, got.UserId, got.AppId));
    }

    static string Text(object value)
    {
        if (value is byte[])
        {
            return Encoding.UTF8.GetString((byte[]) value);
        }
        if (value is IDictionary)
        {
            return "deep " + ((IDictionary) value)["deep"];
        }
        return value is AmqpTimestamp ? ((AmqpTimestamp) value).UnixTime.ToString() : Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    static void Settling(IModel channel)
    {
        var queue = Queue(channel);
        foreach (var text in new[] { "ack", "reject", "again" })
        {
            Send(channel, "", queue, text);
        }
        channel.BasicQos(0, 1, false);
        var consumer = new QueueingBasicConsumer(channel);
        var tag = channel.BasicConsume(queue, false, null, consumer);
        for (var left = 4; left > 0; left--)
        {
            object next;
            if (!consumer.Queue.Dequeue(20000, out next))
            {
                throw new TimeoutException("nothing came");
            }
            var delivery = (BasicDeliverEventArgs) next;
            var text = Encoding.UTF8.GetString(delivery.Body);
            Console.WriteLine(text + " " + delivery.DeliveryTag + (delivery.Redelivered ? " redelivered" : ""));
            if (text == "ack" || delivery.Redelivered)
            {
                channel.BasicAck(delivery.DeliveryTag, false);
            }
            else
            {
                channel.BasicReject(delivery.DeliveryTag, text == "again");
            }
        }
        channel.BasicCancel(tag);
        Console.WriteLine("left: " + Drain(channel, queue));
    }

    static void Returns(IModel channel)
    {
        var returned = new ManualResetEvent(false);
        channel.BasicReturn += (model, message) =>
        {
            Console.WriteLine("returned " + message.ReplyCode + " " + message.ReplyText + " " + message.RoutingKey);
            returned.Set();
        };
        channel.BasicPublish("", "dotnet-nowhere", true, false, null, new byte[0]);
        returned.WaitOne(20000);
    }

    static void Transactions(IModel channel)
    {
        var queue = Queue(channel);
        channel.TxSelect();
        Send(channel, "", queue, "never");
        channel.TxRollback();
        Send(channel, "", queue, "committed");
        Console.WriteLine("before the commit: " + Drain(channel, queue));
        channel.TxCommit();
        Console.WriteLine("after it: " + Drain(channel, queue));
    }

    static void Counts(IModel channel)
    {
        var queue = Queue(channel, new Hashtable { { "x-max-length", 2 } });
        foreach (var text in new[] { "one", "two", "three" })
        {
            Send(channel, "", queue, text);
        }
        Console.WriteLine("behind the first " + channel.BasicGet(queue, false).MessageCount);
        Console.WriteLine("purged " + channel.QueuePurge(queue, false));
        channel.BasicRecover(true);
        Console.WriteLine("deleted with " + channel.QueueDelete(queue, false, false, false));
    }

    static void Errors(IConnection connection)
    {
        var attempts = new Action<IModel>[]
        {
            channel => channel.QueueDeclare("dotnet-nowhere", true, false, false, false, false, null),
            channel => channel.ExchangeDeclare("amq.direct", "fanout", true),
            channel => channel.ExchangeDelete("amq.direct", false, false),
            channel => channel.QueueBind("dotnet-nowhere", "amq.direct", "key", false, null),
            channel => channel.BasicGet("dotnet-nowhere", true),
        };
        foreach (var attempt in attempts)
        {
            try
            {
                attempt(connection.CreateModel());
            }
            catch (OperationInterruptedException closed)
            {
                Console.WriteLine(closed.ShutdownReason.ReplyCode + " " + closed.ShutdownReason.ReplyText);
            }
        }
    }

    static void BigBodies(IModel channel)
    {
        var queue = Queue(channel);
        foreach (var size in new[] { 0, 131064, 131065, 1000000 })
        {
            channel.BasicPublish("", queue, null, new byte[size]);
            Console.WriteLine("body of " + channel.BasicGet(queue, true).Body.Length);
        }
    }
}
