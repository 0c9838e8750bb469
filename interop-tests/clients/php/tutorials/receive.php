<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->queue_declare('hello', auto_delete: false);
echo "waiting\n";
$channel->basic_consume('hello', no_ack: true, callback: function ($message) {
    echo "received $message->body\n";
});
$channel->consume();
