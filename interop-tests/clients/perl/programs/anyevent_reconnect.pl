# AnyEvent::RabbitMQ recovers nothing by itself: the program hears of the cut, connects again, and gets what it had not acknowledged.
use strict;
use warnings;

use AnyEvent;
use AnyEvent::RabbitMQ;

$| = 1;

my $QUEUE = 'perl-reconnect';

# Waits for what is sent to the condition variable, but not for ever.
sub within_time {
    my $awaited = shift;
    my $timer = AnyEvent->timer(after => 20, cb => sub { $awaited->croak('nothing came') });
    return $awaited->recv;
}

# Calls a method that answers by callbacks, and waits for the answer.
sub await {
    my ($object, $method, @arguments) = @_;
    my $answer = AnyEvent->condvar;
    $object->$method(@arguments, on_success => sub { $answer->send(@_) }, on_failure => sub { $answer->croak("@_") });
    return within_time($answer);
}

# A connection, a channel on it, and what is told of when the connection is lost.
sub connect_again {
    my $lost = AnyEvent->condvar;
    my $connection = await(
        AnyEvent::RabbitMQ->new->load_xml_spec, 'connect',
        host => $ENV{AMQP_HOST}, port => $ENV{AMQP_PORT}, user => 'guest', pass => 'guest', vhost => '/', timeout => 20,
        on_close => sub { $lost->send('lost') },
    );
    my $channel = await($connection, 'open_channel');
    await($channel, 'declare_queue', queue => $QUEUE, durable => 1);
    return ($connection, $channel, $lost);
}

my ($connection, $channel, $lost) = connect_again();
$channel->publish(routing_key => $QUEUE, body => 'survivor', header => { delivery_mode => 2 });
for my $round (1 .. 3) {
    my $arrived = AnyEvent->condvar;
    await($channel, 'consume', queue => $QUEUE, no_ack => 0, on_consume => sub { $arrived->send(shift) });
    my $delivery = within_time($arrived);
    my $frame = $delivery->{deliver}->method_frame;
    print "round $round ", $delivery->{body}->payload, ($frame->redelivered ? ' redelivered' : ''), "\n";
    if ($round == 3) {
        $channel->ack(delivery_tag => $frame->delivery_tag);
        last;
    }
    print "(cut)\n";
    print within_time($lost), ', channel open ', ($channel->is_open ? 1 : 0), "\n";
    ($connection, $channel, $lost) = connect_again();
}
print 'left ', await($channel, 'delete_queue', queue => $QUEUE)->method_frame->message_count, "\n";
await($connection, 'close');
