<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->exchange_declare('logs', 'fanout', auto_delete: false);
$channel->basic_publish(new AMQPMessage($argv[1]), 'logs');
echo "sent $argv[1]\n";
$connection->close();
