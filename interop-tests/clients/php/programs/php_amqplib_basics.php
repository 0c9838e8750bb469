<?php

// php-amqplib: exchanges of all types, headers of every type, properties, prefetch, settling, dead letters, counts, errors.

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPConnectionClosedException;
use PhpAmqpLib\Exception\AMQPProtocolChannelException;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

function connect(string $password = 'guest', string $virtualHost = '/'): AMQPStreamConnection
{
    return new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', $password, $virtualHost,
        connection_timeout: 20, read_write_timeout: 20); // a refusal may be late
}

function send(AMQPChannel $channel, string $exchange, string $key, string $text, array $properties = []): void
{
    $channel->basic_publish(new AMQPMessage($text, $properties), $exchange, $key);
}

function drain(AMQPChannel $channel, string $queue): string
{
    $texts = [];
    while ($message = $channel->basic_get($queue, true)) {
        $texts[] = $message->body;
    }
    return implode(', ', $texts);
}

/** Takes this many messages, each settled by the function. */
function take(AMQPChannel $channel, string $queue, int $count, callable $settle): void
{
    $tag = $channel->basic_consume($queue, callback: function (AMQPMessage $message) use (&$count, $settle) {
        $settle($message);
        $count--;
    });
    while ($count > 0) {
        $channel->wait(timeout: 20);
    }
    $channel->basic_cancel($tag);
}

function exchanges(AMQPChannel $channel): void
{
    foreach (['direct', 'fanout', 'topic', 'headers'] as $type) {
        $channel->exchange_declare("php-basics-$type", $type);
        [$queue] = $channel->queue_declare('', exclusive: true, auto_delete: false);
        $channel->queue_bind($queue, "php-basics-$type", 'a.*', arguments: new AMQPTable(['x-match' => 'all', 'size' => 3, 'kind' => 'x']));
        send($channel, "php-basics-$type", 'a.*', 'literally');
        send($channel, "php-basics-$type", 'a.b', 'by pattern');
        $headers = new AMQPTable(['size' => 3, 'kind' => 'x', 'more' => true]);
        send($channel, "php-basics-$type", 'c', 'by headers', ['application_headers' => $headers]);
        echo "$type: ", drain($channel, $queue), "\n";
        $channel->queue_unbind($queue, "php-basics-$type", 'a.*', new AMQPTable(['x-match' => 'all', 'size' => 3, 'kind' => 'x']));
    }
}

function fields(AMQPChannel $channel): void
{
    [$queue] = $channel->queue_declare('', exclusive: true, auto_delete: false);
    $headers = new AMQPTable([
        'text' => 'täxt', 'int' => 5, 'negative' => -5, 'long' => 2 ** 40, 'float' => 1.5, 'true' => true, 'false' => false, 'null' => null,
        'list' => [1, 'two', [3], null], 'table' => ['deep' => ['deeper' => 'value']], 'time' => new DateTime('@1700000000'),
    ]);
    $headers->set('octet', 7, AMQPTable::T_INT_SHORTSHORT);
    $headers->set('short', -300, AMQPTable::T_INT_SHORT);
    $headers->set('longlong', 9, AMQPTable::T_INT_LONGLONG);
    $headers->set('bytes', "\0\1", AMQPTable::T_BYTES);
    send($channel, '', $queue, '{}', [
        'application_headers' => $headers, 'content_type' => 'application/json', 'content_encoding' => 'identity', 'delivery_mode' => 2,
        'priority' => 3, 'correlation_id' => 'c', 'reply_to' => 'r', 'expiration' => '60000', 'message_id' => 'm',
        'timestamp' => 1700000000, 'type' => 't', 'user_id' => 'guest', 'app_id' => 'a',
    ]);
    $properties = $channel->basic_get($queue, true)->get_properties();
    foreach ($properties['application_headers'] as $name => [$type, $value]) {
        $plain = $value instanceof PhpAmqpLib\Wire\AMQPAbstractCollection ? $value->getNativeData() : $value;
        echo "header $name of type $type ", json_encode($plain instanceof DateTime ? $plain->getTimestamp() : $plain), "\n";
    }
    unset($properties['application_headers']);
    echo json_encode($properties), "\n";
}

function settling(AMQPChannel $channel): void
{
    $channel->exchange_declare('php-basics-dead', 'fanout');
    [$dead] = $channel->queue_declare('', exclusive: true, auto_delete: false);
    $channel->queue_bind($dead, 'php-basics-dead');
    $arguments = new AMQPTable(['x-dead-letter-exchange' => 'php-basics-dead']);
    [$queue] = $channel->queue_declare('php-basics-settling', exclusive: true, auto_delete: false, arguments: $arguments);
    foreach (['ack', 'nack', 'reject', 'again'] as $text) {
        send($channel, '', $queue, $text);
    }
    $channel->basic_qos(0, 1, false);
    take($channel, $queue, 5, function (AMQPMessage $message) {
        echo $message->body, $message->isRedelivered() ? ' redelivered' : '', ' ', $message->getDeliveryTag(), "\n";
        match (true) {
            $message->body === 'nack' => $message->nack(),
            $message->body === 'reject' => $message->reject(false),
            $message->body === 'again' && !$message->isRedelivered() => $message->nack(true),
            default => $message->ack(),
        };
    });
    take($channel, $dead, 2, function (AMQPMessage $message) {
        $death = $message->get('application_headers')->getNativeData()['x-death'][0];
        unset($death['time']);
        ksort($death);
        echo "dead $message->body ", json_encode($death), "\n";
        $message->ack();
    });
    $arguments = new AMQPTable(['x-message-ttl' => 1, 'x-dead-letter-exchange' => 'php-basics-dead']);
    [$short] = $channel->queue_declare('', exclusive: true, auto_delete: false, arguments: $arguments);
    send($channel, '', $short, 'late');
    take($channel, $dead, 1, function (AMQPMessage $message) {
        echo "dead $message->body ", $message->get('application_headers')->getNativeData()['x-death'][0]['reason'], "\n";
        $message->ack(true);
    });
}

function counts(AMQPChannel $channel): void
{
    [$queue] = $channel->queue_declare('php-basics-counts', exclusive: true, auto_delete: false, arguments: new AMQPTable(['x-max-priority' => 5]));
    foreach ([1, 5, 3] as $priority) {
        send($channel, '', $queue, "priority $priority", ['priority' => $priority]);
    }
    $first = $channel->basic_get($queue);
    echo "$first->body and {$first->getMessageCount()} more\n";
    $channel->basic_recover(true);
    $again = $channel->basic_get($queue, true);
    echo $again->body, $again->isRedelivered() ? ' redelivered' : '', "\n";
    echo json_encode($channel->queue_declare($queue, passive: true)), "\n";
    echo 'purged ', $channel->queue_purge($queue), ', deleted with ', $channel->queue_delete($queue), "\n";
}

function errors(AMQPStreamConnection $connection): void
{
    $attempts = [
        'passive queue' => fn ($channel) => $channel->queue_declare('php-basics-nowhere', passive: true),
        'passive exchange' => fn ($channel) => $channel->exchange_declare('php-basics-nowhere', 'direct', passive: true),
        'other type' => fn ($channel) => $channel->exchange_declare('amq.direct', 'fanout', durable: true, auto_delete: false),
        'deletion' => fn ($channel) => $channel->exchange_delete('amq.direct'),
        'reserved' => fn ($channel) => $channel->queue_declare('amq.ours'),
        'binding' => fn ($channel) => $channel->queue_bind('php-basics-nowhere', 'amq.direct', 'key'),
    ];
    foreach ($attempts as $what => $attempt) {
        try {
            $attempt($connection->channel());
        } catch (AMQPProtocolChannelException $closed) {
            echo "$what: {$closed->amqp_reply_code} {$closed->amqp_reply_text} {$closed->amqp_method_sig[0]}.{$closed->amqp_method_sig[1]}\n";
        }
    }
    foreach ([['wrong', '/'], ['guest', 'nowhere']] as [$password, $virtualHost]) {
        try {
            connect($password, $virtualHost);
        } catch (AMQPConnectionClosedException $refused) {
            echo "refused: {$refused->getCode()} {$refused->getMessage()}\n";
        }
    }
}

$connection = connect();
$channel = $connection->channel();
exchanges($channel);
fields($channel);
settling($channel);
counts($channel);
errors($connection);
$connection->close();
echo "closed\n";
