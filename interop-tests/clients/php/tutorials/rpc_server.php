<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->queue_declare('rpc_queue', auto_delete: false);

function fibonacci(int $n): int
{
    return $n < 2 ? $n : fibonacci($n - 1) + fibonacci($n - 2);
}

$channel->basic_qos(0, 1, false);
echo "waiting\n";
$channel->basic_consume('rpc_queue', callback: function ($request) use ($channel) {
    $answer = new AMQPMessage(fibonacci((int) $request->body), ['correlation_id' => $request->get('correlation_id')]);
    $channel->basic_publish($answer, routing_key: $request->get('reply_to'));
    $request->ack();
});
$channel->consume();
