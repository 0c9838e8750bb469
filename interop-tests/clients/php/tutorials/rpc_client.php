<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
[$replies] = $channel->queue_declare('', exclusive: true);
$id = uniqid();
$answer = null;
$channel->basic_consume($replies, no_ack: true, callback: function ($reply) use ($id, &$answer) {
    if ($reply->get('correlation_id') === $id) {
        $answer = $reply->body;
    }
});
$channel->basic_publish(new AMQPMessage($argv[1], ['correlation_id' => $id, 'reply_to' => $replies]), routing_key: 'rpc_queue');
while ($answer === null) {
    $channel->wait(timeout: 20);
}
echo "fib($argv[1]) = $answer\n";
$connection->close();
