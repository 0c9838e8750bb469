<?php

// php-amqplib: confirms, returns, refusals, transactions, direct reply-to, a cancelled consumer, big bodies, many channels.

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPConnectionClosedException;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

function connect(): AMQPStreamConnection
{
    return new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest', heartbeat: 10, read_write_timeout: 20);
}

function confirms(AMQPStreamConnection $connection): void
{
    $channel = $connection->channel();
    $channel->confirm_select();
    $channel->set_return_listener(function ($code, $text, $exchange, $key, $message) {
        echo "returned $code $text '$exchange' $key $message->body\n";
    });
    $taken = 0;
    $refused = 0;
    $channel->set_ack_handler(function () use (&$taken) {
        $taken++;
    });
    $channel->set_nack_handler(function () use (&$refused) {
        $refused++;
    });
    [$queue] = $channel->queue_declare('php-publishing', durable: true, auto_delete: false);
    for ($number = 0; $number < 20; $number++) {
        $channel->basic_publish(new AMQPMessage($number, ['delivery_mode' => 2]), '', $queue);
    }
    $channel->basic_publish(new AMQPMessage('comes back'), '', 'php-publishing-nowhere', mandatory: true);
    $channel->wait_for_pending_acks_returns(20);
    $arguments = new AMQPTable(['x-max-length' => 1, 'x-overflow' => 'reject-publish']);
    [$full] = $channel->queue_declare('', exclusive: true, auto_delete: false, arguments: $arguments);
    $channel->basic_publish(new AMQPMessage('has room'), '', $full);
    $channel->basic_publish(new AMQPMessage('has none'), '', $full);
    $channel->wait_for_pending_acks_returns(20);
    echo "taken $taken, refused $refused, deleted with {$channel->queue_delete($queue)}\n";
    $channel->close();
}

function transactions(AMQPStreamConnection $connection): void
{
    $channel = $connection->channel();
    [$queue] = $channel->queue_declare('', exclusive: true, auto_delete: false);
    $channel->tx_select();
    $channel->basic_publish(new AMQPMessage('never'), '', $queue);
    $channel->tx_rollback();
    $channel->basic_publish(new AMQPMessage('committed'), '', $queue);
    echo 'before the commit: ', $channel->basic_get($queue) === null ? 'nothing' : 'something', "\n";
    $channel->tx_commit();
    echo "after it: {$channel->basic_get($queue, true)->body}\n";
    $channel->close();
}

function rpc(AMQPStreamConnection $connection): void
{
    $server = $connection->channel();
    [$queue] = $server->queue_declare('', exclusive: true, auto_delete: false);
    $server->basic_consume($queue, no_ack: true, callback: function ($request) use ($server) {
        $reply = new AMQPMessage(strtoupper($request->body), ['correlation_id' => $request->get('correlation_id')]);
        $server->basic_publish($reply, '', $request->get('reply_to'));
    });
    $client = $connection->channel();
    $client->basic_consume('amq.rabbitmq.reply-to', no_ack: true, callback: function ($reply) {
        echo "reply {$reply->get('correlation_id')} $reply->body\n";
    });
    foreach (['one', 'two'] as $word) {
        $properties = ['correlation_id' => $word, 'reply_to' => 'amq.rabbitmq.reply-to'];
        $client->basic_publish(new AMQPMessage($word, $properties), '', $queue);
        $server->wait(timeout: 20);
        $client->wait(timeout: 20);
    }
    $client->close();
    $server->close();
}

function cancelled(AMQPStreamConnection $connection): void
{
    $channel = $connection->channel();
    [$queue] = $channel->queue_declare('php-publishing-gone', auto_delete: false);
    $channel->basic_consume($queue, 'mine', callback: fn () => null);
    $connection->channel()->queue_delete($queue);
    try {
        $channel->wait(timeout: 20);
    } catch (PhpAmqpLib\Exception\AMQPBasicCancelException $cancel) {
        echo "cancelled $cancel->consumerTag\n";
    }
}

function bigBodies(AMQPStreamConnection $connection): void
{
    $channel = $connection->channel();
    [$queue] = $channel->queue_declare('', exclusive: true, auto_delete: false);
    foreach ([0, 131064, 131065, 1000000] as $size) {
        $channel->basic_publish(new AMQPMessage(str_repeat('x', $size)), '', $queue);
        echo 'body of ', strlen($channel->basic_get($queue, true)->body), "\n";
    }
}

function manyChannels(AMQPStreamConnection $connection): void
{
    $names = [];
    for ($number = 0; $number < 100; $number++) {
        [$names[]] = $connection->channel()->queue_declare('', exclusive: true, auto_delete: false);
    }
    echo count(array_unique($names)), " queues of 100 channels\n";
}

function reconnection(AMQPStreamConnection $connection): void
{
    $channel = $connection->channel();
    $channel->queue_declare('php-publishing-kept', durable: true, auto_delete: false);
    $channel->basic_publish(new AMQPMessage('kept', ['delivery_mode' => 2]), '', 'php-publishing-kept');
    echo "got {$channel->basic_get('php-publishing-kept')->body}\n";
    echo "(cut)\n";
    try {
        while (true) {
            $channel->wait(timeout: 20);
        }
    } catch (AMQPConnectionClosedException) {
        echo "lost\n";
    }
    $connection->reconnect();
    $channel = $connection->channel();
    $channel->basic_consume('php-publishing-kept', callback: function ($message) {
        echo $message->body, $message->isRedelivered() ? ' redelivered' : '', "\n";
        $message->ack();
    });
    $channel->wait(timeout: 20);
    echo "deleted with {$channel->queue_delete('php-publishing-kept')}\n";
}

$connection = connect();
confirms($connection);
transactions($connection);
rpc($connection);
cancelled($connection);
$connection->close();

$connection = connect();
bigBodies($connection);
manyChannels($connection);
reconnection($connection);
$connection->close();
echo "closed\n";
