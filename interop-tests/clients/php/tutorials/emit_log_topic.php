<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();
$channel->exchange_declare('topic_logs', 'topic', auto_delete: false);
[, $key, $text] = $argv;
$channel->basic_publish(new AMQPMessage($text), 'topic_logs', $key);
echo "sent $key:$text\n";
$connection->close();
