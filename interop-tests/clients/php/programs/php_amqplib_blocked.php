<?php

// php-amqplib: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPTimeoutException;
use PhpAmqpLib\Message\AMQPMessage;

function listen(AMQPChannel $channel): void
{
    try {
        $channel->wait(timeout: 0.1);
    } catch (AMQPTimeoutException) {
        // nothing was said
    }
}

$connection = new AMQPStreamConnection(getenv('AMQP_HOST'), getenv('AMQP_PORT'), 'guest', 'guest', read_write_timeout: 20);
$told = [];
$connection->set_connection_block_handler(function ($reason) use (&$told) {
    $told[] = "blocked: $reason";
});
$connection->set_connection_unblock_handler(function () use (&$told) {
    $told[] = 'unblocked';
});
$channel = $connection->channel();
[$queue] = $channel->queue_declare('', exclusive: true, auto_delete: false);

echo "(alarm)\n";
for ($published = 0; !$told && $published < 200; $published++) {
    $channel->basic_publish(new AMQPMessage('x'), '', $queue);
    listen($channel);
}
echo implode(', ', $told), "\n";
echo "(alarm over)\n";
for ($times = 0; count($told) < 2 && $times < 200; $times++) {
    listen($channel);
}
echo implode(', ', $told), "\n";
for ($count = 0; $channel->basic_get($queue, true); $count++) {
}
echo 'all there ', $count === $published ? 'yes' : 'no', "\n";
$connection->close();
