<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->exchange_declare('logs', 'fanout', auto_delete: false);
[$queue] = $channel->queue_declare('', exclusive: true);
$channel->queue_bind($queue, 'logs');
echo "waiting\n";
$channel->basic_consume($queue, no_ack: true, callback: function ($message) {
    echo "received $message->body\n";
});
$channel->consume();
