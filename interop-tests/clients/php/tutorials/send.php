<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->queue_declare('hello', auto_delete: false);
$channel->basic_publish(new AMQPMessage('Hello World!'), routing_key: 'hello');
echo "sent Hello World!\n";
$connection->close();
