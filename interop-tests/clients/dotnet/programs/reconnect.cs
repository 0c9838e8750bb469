// The RabbitMQ.Client that Mono has recovers nothing by itself: the program hears of the cut, connects again, and gets what it had
// not acknowledged.
using System;
using System.Text;
using System.Threading;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

static class Program
{
    const string Queue = "dotnet-reconnect";
    const int LongMillis = 20000;

    static void Main()
    {
        var connection = Connect();
        var channel = Channel(connection);
        var properties = channel.CreateBasicProperties();
        properties.DeliveryMode = 2;
        channel.BasicPublish("", Queue, properties, Encoding.UTF8.GetBytes("survivor"));
        for (var round = 1; ; round++)
        {
            var consumer = new QueueingBasicConsumer(channel);
            channel.BasicConsume(Queue, false, null, consumer);
            object next;
            if (!consumer.Queue.Dequeue(LongMillis, out next))
            {
                throw new TimeoutException("nothing came");
            }
            var delivery = (BasicDeliverEventArgs) next;
            Console.WriteLine("round " + round + " " + Encoding.UTF8.GetString(delivery.Body)
                + (delivery.Redelivered ? " redelivered" : ""));
            if (round == 3)
            {
                channel.BasicAck(delivery.DeliveryTag, false);
                break;
            }
            Lose(connection);
            connection = Connect();
            channel = Channel(connection);
        }
        Console.WriteLine("left " + channel.QueueDelete(Queue, false, false, false));
        connection.Close();
    }

    static IConnection Connect()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable("AMQP_PORT"));
        return new ConnectionFactory
        {
            Endpoint = new AmqpTcpEndpoint(Protocols.AMQP_0_9, Environment.GetEnvironmentVariable("AMQP_HOST"), port),
        }.CreateConnection();
    }

    static IModel Channel(IConnection connection)
    {
        var channel = connection.CreateModel();
        channel.QueueDeclare(Queue, false, true, false, false, false, null);
        return channel;
    }

    static void Lose(IConnection connection)
    {
        var lost = new ManualResetEvent(false);
        connection.ConnectionShutdown += (sender, reason) => lost.Set();
        Console.WriteLine("(cut)");
        Console.WriteLine("lost " + lost.WaitOne(LongMillis) + ", open " + connection.IsOpen);
    }
}
