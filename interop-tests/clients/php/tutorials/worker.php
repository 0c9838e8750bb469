<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->queue_declare('task_queue', durable: true, auto_delete: false);
$channel->basic_qos(0, 1, false);
$slow = in_array('slow', $argv);
$channel->basic_consume('task_queue', callback: function ($message) use ($slow) {
    echo "received $message->body\n";
    if (!$slow) {
        echo "done $message->body\n";
        $message->ack();
    }
});
echo "waiting\n";
$channel->consume();
