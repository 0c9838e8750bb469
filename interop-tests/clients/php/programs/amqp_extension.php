<?php

// The amqp extension: exchanges, queues, flags, headers, consuming, confirms, returns, transactions, dead letters, errors.

function connect(string $password = 'guest'): AMQPConnection
{
    $connection = new AMQPConnection([
        'host' => getenv('AMQP_HOST'), 'port' => getenv('AMQP_PORT'), 'login' => 'guest', 'password' => $password,
        'read_timeout' => 20, 'heartbeat' => 10, 'connection_name' => 'php-extension',
    ]);
    $connection->connect();
    return $connection;
}

function exchange(AMQPChannel $channel, string $name, string $type): AMQPExchange
{
    $exchange = new AMQPExchange($channel);
    $exchange->setName($name);
    $exchange->setType($type);
    $exchange->setFlags(AMQP_AUTODELETE);
    $exchange->declareExchange();
    return $exchange;
}

function queue(AMQPChannel $channel, string $name = '', array $arguments = []): AMQPQueue
{
    $queue = new AMQPQueue($channel);
    if ($name !== '') {
        $queue->setName($name);
    }
    $queue->setFlags(AMQP_EXCLUSIVE);
    $queue->setArguments($arguments);
    $queue->declareQueue();
    return $queue;
}

function drain(AMQPQueue $queue): string
{
    $texts = [];
    while ($message = $queue->get(AMQP_AUTOACK)) {
        $texts[] = $message->getBody();
    }
    return implode(', ', $texts);
}

function exchanges(AMQPChannel $channel): void
{
    foreach ([AMQP_EX_TYPE_DIRECT, AMQP_EX_TYPE_FANOUT, AMQP_EX_TYPE_TOPIC, AMQP_EX_TYPE_HEADERS] as $type) {
        $exchange = exchange($channel, "php-extension-$type", $type);
        $queue = queue($channel);
        $queue->bind($exchange->getName(), 'a.*', ['x-match' => 'all', 'size' => 3, 'kind' => 'x']);
        $exchange->publish('literally', 'a.*');
        $exchange->publish('by pattern', 'a.b');
        $exchange->publish('by headers', 'c', AMQP_NOPARAM, ['headers' => ['size' => 3, 'kind' => 'x', 'more' => true]]);
        echo "$type: ", drain($queue), "\n";
        $queue->unbind($exchange->getName(), 'a.*', ['x-match' => 'all', 'size' => 3, 'kind' => 'x']);
    }
}

function fields(AMQPChannel $channel): void
{
    $queue = queue($channel);
    $byDefault = new AMQPExchange($channel);
    $headers = [
        'text' => 'täxt', 'int' => 5, 'negative' => -5, 'long' => 2 ** 40, 'float' => 1.5, 'true' => true, 'false' => false, 'null' => null,
        'list' => [1, 'two', [3]], 'table' => ['deep' => ['deeper' => 'value']], 'time' => new AMQPTimestamp(1700000000),
        'decimal' => new AMQPDecimal(2, 314),
    ];
    $byDefault->publish('{}', $queue->getName(), AMQP_NOPARAM, [
        'headers' => $headers, 'content_type' => 'application/json', 'content_encoding' => 'identity', 'delivery_mode' => 2,
        'priority' => 3, 'correlation_id' => 'c', 'reply_to' => 'r', 'expiration' => '60000', 'message_id' => 'm',
        'timestamp' => 1700000000, 'type' => 't', 'user_id' => 'guest', 'app_id' => 'a',
    ]);
    $message = $queue->get(AMQP_AUTOACK);
    foreach ($message->getHeaders() as $name => $value) {
        $plain = match (true) {
            $value instanceof AMQPTimestamp => (int) $value->getTimestamp(),
            $value instanceof AMQPDecimal => [$value->getExponent(), $value->getSignificand()],
            default => $value,
        };
        echo "header $name ", json_encode($plain), "\n";
    }
    foreach (['ContentType', 'ContentEncoding', 'DeliveryMode', 'Priority', 'CorrelationId', 'ReplyTo', 'Expiration', 'MessageId',
        'Timestamp', 'Type', 'UserId', 'AppId'] as $name) {
        echo "$name {$message->{"get$name"}()}\n";
    }
}

function settling(AMQPChannel $channel): void
{
    $dead = queue($channel);
    $dead->bind(exchange($channel, 'php-extension-dead', AMQP_EX_TYPE_FANOUT)->getName());
    $queue = queue($channel, 'php-extension-settling', ['x-dead-letter-exchange' => 'php-extension-dead']);
    $byDefault = new AMQPExchange($channel);
    foreach (['ack', 'nack', 'reject', 'again'] as $text) {
        $byDefault->publish($text, $queue->getName());
    }
    $channel->setPrefetchCount(1);
    $left = 5;
    $queue->consume(function (AMQPEnvelope $message, AMQPQueue $queue) use (&$left) {
        $text = $message->getBody();
        echo $text, $message->isRedelivery() ? ' redelivered' : '', "\n";
        match (true) {
            $text === 'nack' => $queue->nack($message->getDeliveryTag()),
            $text === 'reject' => $queue->reject($message->getDeliveryTag()),
            $text === 'again' && !$message->isRedelivery() => $queue->nack($message->getDeliveryTag(), AMQP_REQUEUE),
            default => $queue->ack($message->getDeliveryTag()),
        };
        return --$left > 0;
    });
    $queue->cancel();
    $left = 2;
    $dead->consume(function (AMQPEnvelope $message, AMQPQueue $queue) use (&$left) {
        $death = $message->getHeader('x-death')[0];
        echo "dead {$message->getBody()} {$death['reason']} {$death['queue']} {$death['count']}\n";
        $queue->ack($message->getDeliveryTag());
        return --$left > 0;
    });
    $dead->cancel();
}

function confirms(AMQPChannel $channel): void
{
    $channel->confirmSelect();
    $channel->setReturnCallback(function ($code, $text, $exchange, $key, $properties, $body) {
        echo "returned $code $text $exchange $key $body\n";
        return false;
    });
    $left = 0;
    $channel->setConfirmCallback(function ($tag, $multiple) use (&$left) {
        $left -= $multiple ? $left : 1;
        return $left > 0;
    }, function ($tag) {
        echo "refused $tag\n";
        return false;
    });
    $queue = queue($channel);
    $byDefault = new AMQPExchange($channel);
    $byDefault->publish('taken', $queue->getName());
    $left = 1;
    $channel->waitForConfirm(20);
    echo 'there is ', drain($queue), "\n";

    $full = queue($channel, '', ['x-max-length' => 1, 'x-overflow' => 'reject-publish']);
    $byDefault->publish('has room', $full->getName());
    $left = 1;
    $channel->waitForConfirm(20);
    $byDefault->publish('has none', $full->getName());
    $channel->waitForConfirm(20);

    exchange($channel, 'php-extension-returns', AMQP_EX_TYPE_TOPIC)->publish('comes back', 'nowhere', AMQP_MANDATORY);
    $channel->waitForBasicReturn(20);
    $left = 1;
    $channel->waitForConfirm(20);
}

function transactions(AMQPChannel $channel): void
{
    $queue = queue($channel);
    $byDefault = new AMQPExchange($channel);
    $channel->startTransaction();
    $byDefault->publish('never', $queue->getName());
    $channel->rollbackTransaction();
    $byDefault->publish('committed', $queue->getName());
    echo 'before the commit: ', drain($queue), "\n";
    $channel->commitTransaction();
    echo 'after it: ', drain($queue), "\n";
}

function errors(AMQPConnection $connection): void
{
    $attempts = [
        'passive queue' => function (AMQPChannel $channel) {
            $queue = new AMQPQueue($channel);
            $queue->setName('php-extension-nowhere');
            $queue->setFlags(AMQP_PASSIVE);
            $queue->declareQueue();
        },
        'other type' => fn (AMQPChannel $channel) => exchange($channel, 'amq.direct', AMQP_EX_TYPE_FANOUT),
        'deletion' => fn (AMQPChannel $channel) => (new AMQPExchange($channel))->delete('amq.direct'),
        'other arguments' => function (AMQPChannel $channel) {
            queue($channel, 'php-extension-twice');
            queue($channel, 'php-extension-twice', ['x-max-length' => 5]);
        },
        'binding' => fn (AMQPChannel $channel) => queue($channel)->bind('php-extension-nowhere', 'key'),
    ];
    foreach ($attempts as $what => $attempt) {
        try {
            $attempt(new AMQPChannel($connection));
        } catch (AMQPException $failure) {
            echo $what, ': ', get_class($failure), " {$failure->getCode()} {$failure->getMessage()}\n";
        }
    }
    try {
        connect('wrong');
    } catch (AMQPConnectionException $refused) {
        echo "refused: {$refused->getCode()} {$refused->getMessage()}\n";
    }
}

$connection = connect();
echo "frames of {$connection->getMaxFrameSize()}, {$connection->getMaxChannels()} channels, heartbeat {$connection->getHeartbeatInterval()}\n";
exchanges(new AMQPChannel($connection));
fields(new AMQPChannel($connection));
settling(new AMQPChannel($connection));
confirms(new AMQPChannel($connection));
transactions(new AMQPChannel($connection));
errors($connection);
$connection->disconnect();

$connection->reconnect();
$channel = new AMQPChannel($connection);
$queue = queue($channel);
(new AMQPExchange($channel))->publish(str_repeat('x', 1000000), $queue->getName());
echo 'body of ', strlen($queue->get(AMQP_AUTOACK)->getBody()), "\n";
$connection->disconnect();
echo $connection->isConnected() ? "open\n" : "closed\n";
