#!/usr/bin/env escript
%%! -noshell
%% amqp_client: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.
-mode(compile).
-include_lib("amqp_client/include/amqp_client.hrl").

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Connection} = amqp_connection:start(#amqp_params_network{
        host = os:getenv("AMQP_HOST"), port = list_to_integer(os:getenv("AMQP_PORT")),
        client_properties = [{<<"connection_name">>, longstr, <<"erlang-blocked">>}]}),
    amqp_connection:register_blocked_handler(Connection, self()),
    {ok, Channel} = amqp_connection:open_channel(Connection),
    #'queue.declare_ok'{queue = Queue} = amqp_channel:call(Channel, #'queue.declare'{exclusive = true}),
    amqp_channel:call(Channel, #'confirm.select'{}),
    io:format("(alarm)~n"),
    Published = publish(Channel, Queue, 1),
    io:format("(alarm over)~n"),
    receive #'connection.unblocked'{} -> io:format("unblocked~n") after 20000 -> exit(not_unblocked) end,
    io:format("confirmed ~p~n", [amqp_channel:wait_for_confirms(Channel, 20)]),
    #'queue.declare_ok'{message_count = Count} = amqp_channel:call(Channel, #'queue.declare'{queue = Queue, passive = true}),
    io:format("all there ~p~n", [Count =:= Published]),
    ok = amqp_connection:close(Connection).

%% Until it is blocked; answers how many there were.
publish(_, _, 200) ->
    exit(not_blocked);
publish(Channel, Queue, Number) ->
    amqp_channel:cast(Channel, #'basic.publish'{routing_key = Queue}, #amqp_msg{payload = <<"x">>}),
    receive
        #'connection.blocked'{reason = Reason} ->
            io:format("blocked: ~s~n", [Reason]),
            Number
    after 100 -> publish(Channel, Queue, Number + 1)
    end.
