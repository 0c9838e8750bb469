<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->exchange_declare('topic_logs', 'topic', auto_delete: false);
[$queue] = $channel->queue_declare('', exclusive: true);
foreach (array_slice($argv, 1) as $key) {
    $channel->queue_bind($queue, 'topic_logs', $key);
}
echo "waiting\n";
$channel->basic_consume($queue, no_ack: true, callback: function ($message) {
    echo "received {$message->getRoutingKey()}:$message->body\n";
});
$channel->consume();
