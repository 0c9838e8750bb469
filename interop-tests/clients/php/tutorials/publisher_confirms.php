<?php

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest');
$channel = $connection->channel();

const COUNT = 100;

function oneByOne($channel, string $queue): void
{
    for ($number = 0; $number < COUNT; $number++) {
        $channel->basic_publish(new AMQPMessage($number), routing_key: $queue);
        $channel->wait_for_pending_acks(20);
    }
    echo 'confirmed ', COUNT, " one by one\n";
}

function inBatches($channel, string $queue): void
{
    for ($number = 1; $number <= COUNT; $number++) {
        $channel->batch_basic_publish(new AMQPMessage($number), routing_key: $queue);
        if ($number % 20 === 0) {
            $channel->publish_batch();
            $channel->wait_for_pending_acks(20);
        }
    }
    echo 'confirmed ', COUNT, " in batches\n";
}

function asTheyCome($channel, string $queue): void
{
    $confirmed = 0;
    $channel->set_ack_handler(function () use (&$confirmed) {
        $confirmed++;
    });
    for ($number = 0; $number < COUNT; $number++) {
        $channel->basic_publish(new AMQPMessage($number), routing_key: $queue);
    }
    while ($confirmed < COUNT) {
        $channel->wait(timeout: 20);
    }
    echo "confirmed $confirmed as they came\n";
}

$channel->confirm_select();
[$queue] = $channel->queue_declare('', exclusive: true);
oneByOne($channel, $queue);
inBatches($channel, $queue);
asTheyCome($channel, $queue);
$connection->close();
