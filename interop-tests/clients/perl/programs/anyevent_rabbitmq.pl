# AnyEvent::RabbitMQ: exchanges, confirms, returns, consuming and settling, get, transactions, big bodies, errors.
use strict;
use warnings;

use AnyEvent;
use AnyEvent::RabbitMQ;

$| = 1;

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

sub connect_as {
    my ($password, %more) = @_;
    return await(
        AnyEvent::RabbitMQ->new->load_xml_spec, 'connect',
        host => $ENV{AMQP_HOST}, port => $ENV{AMQP_PORT}, user => 'guest', pass => $password, vhost => '/', timeout => 20, %more,
    );
}

# Takes so many deliveries, each settled by the function.
sub take {
    my ($channel, $queue, $count, $settle) = @_;
    my $done = AnyEvent->condvar;
    my $consumer = await($channel, 'consume', queue => $queue, no_ack => 0, on_consume => sub {
        $settle->(shift);
        $done->send if --$count == 0;
    })->method_frame->consumer_tag;
    within_time($done);
    await($channel, 'cancel', consumer_tag => $consumer);
    return;
}

sub got {
    my ($channel, $queue) = @_;
    my $got = await($channel, 'get', queue => $queue, no_ack => 1);
    return $got->{empty} ? undef : $got->{body}->payload;
}

sub drain {
    my @texts;
    while (defined(my $text = got(@_))) {
        push @texts, $text;
    }
    return join ', ', @texts;
}

sub exchanges {
    my $channel = shift;
    for my $type (qw(direct fanout topic)) {
        my $exchange = "perl-$type";
        await($channel, 'declare_exchange', exchange => $exchange, type => $type, auto_delete => 1);
        my $queue = await($channel, 'declare_queue', exclusive => 1)->method_frame->queue;
        await($channel, 'bind_queue', queue => $queue, exchange => $exchange, routing_key => 'a.*');
        $channel->publish(exchange => $exchange, routing_key => $_, body => "by $_") for 'a.*', 'a.b', 'c';
        print "$type: ", drain($channel, $queue), "\n";
        await($channel, 'unbind_queue', queue => $queue, exchange => $exchange, routing_key => 'a.*');
    }
    return;
}

sub confirms {
    my ($channel) = @_;
    my $queue = await($channel, 'declare_queue', queue => 'perl-confirms', durable => 1)->method_frame->queue;
    await($channel, 'confirm');
    for my $key ($queue, 'perl-nowhere') {
        my $settled = AnyEvent->condvar;
        $channel->publish(
            routing_key => $key, body => "to $key", mandatory => 1, header => { delivery_mode => 2, headers => { colour => 'blue' } },
            on_ack    => sub { $settled->send('confirmed') },
            on_nack   => sub { $settled->send('refused') },
            on_return => sub { print 'returned ', shift->method_frame->reply_text, "\n" },
        );
        print within_time($settled), "\n";
    }
    my $message = await($channel, 'get', queue => $queue, no_ack => 1);
    my $header = $message->{header};
    print join(' ', $message->{body}->payload, $header->delivery_mode, $header->headers->{colour}, $header->user_id), "\n";
    print 'deleted with ', await($channel, 'delete_queue', queue => $queue)->method_frame->message_count, "\n";
    return;
}

sub settling {
    my $channel = shift;
    my $queue = await($channel, 'declare_queue', queue => 'perl-settling', exclusive => 1)->method_frame->queue;
    await($channel, 'qos', prefetch_count => 1);
    $channel->publish(routing_key => $queue, body => $_) for qw(ack reject again);
    take($channel, $queue, 4, sub {
        my $delivery = shift;
        my ($text, $frame) = ($delivery->{body}->payload, $delivery->{deliver}->method_frame);
        print $text, ($frame->redelivered ? ' redelivered' : ''), ' ', $frame->delivery_tag, "\n";
        if ($text eq 'reject') {
            $channel->reject(delivery_tag => $frame->delivery_tag);
        }
        elsif ($text eq 'again' && !$frame->redelivered) {
            $channel->reject(delivery_tag => $frame->delivery_tag, requeue => 1);
        }
        else {
            $channel->ack(delivery_tag => $frame->delivery_tag);
        }
    });
    print 'left: ', drain($channel, $queue), "\n";
    return;
}

sub transactions {
    my $channel = shift;
    my $queue = await($channel, 'declare_queue', exclusive => 1)->method_frame->queue;
    await($channel, 'select_tx');
    $channel->publish(routing_key => $queue, body => 'never');
    await($channel, 'rollback_tx');
    $channel->publish(routing_key => $queue, body => 'committed');
    print 'before the commit ', got($channel, $queue) // 'nothing', "\n";
    await($channel, 'commit_tx');
    print 'after it ', got($channel, $queue), "\n";
    return;
}

sub big_bodies {
    my $channel = shift;
    my $queue = await($channel, 'declare_queue', exclusive => 1)->method_frame->queue;
    for my $size (0, 131_064, 131_065, 300_000) {
        $channel->publish(routing_key => $queue, body => 'x' x $size);
        my $body = await($channel, 'get', queue => $queue, no_ack => 1)->{body};
        print 'body of ', ($body ? length $body->payload : 0), "\n";
    }
    return;
}

sub errors {
    my $connection = shift;
    my @attempts = (
        [declare_queue    => queue    => 'perl-nowhere', passive => 1],
        [declare_exchange => exchange => 'amq.direct', type => 'fanout', durable => 1],
        [delete_exchange  => exchange => 'amq.direct'],
        [bind_queue       => queue    => 'perl-nowhere', exchange => 'amq.direct', routing_key => 'key'],
        [consume          => queue    => 'perl-nowhere'],
    );
    for my $attempt (@attempts) {
        my $closed = AnyEvent->condvar;
        my $channel = await($connection, 'open_channel', on_close => sub { $closed->send(shift->method_frame) });
        my ($method, @arguments) = @{$attempt};
        $channel->$method(@arguments, on_success => sub { $closed->croak('not refused') }, on_failure => sub { });
        my $frame = within_time($closed);
        print "$method ", $frame->reply_code, ' ', $frame->reply_text, "\n";
    }
    return;
}

my $connection = connect_as('guest');
my $channel = await($connection, 'open_channel');
exchanges($channel);
settling($channel);
confirms(await($connection, 'open_channel'));
transactions(await($connection, 'open_channel'));
errors($connection);
await($connection, 'close');

$connection = connect_as('guest');
big_bodies(await($connection, 'open_channel'));
await($connection, 'close');

my $refused = eval { connect_as('wrong'); 1 } ? 'let in' : 'not let in';
print "$refused\n";
