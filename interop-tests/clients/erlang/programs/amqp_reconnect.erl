#!/usr/bin/env escript
%%! -noshell
%% amqp_client recovers nothing by itself: the program watches its connection, and starts another one when it is cut.
-mode(compile).
-include_lib("amqp_client/include/amqp_client.hrl").

-define(QUEUE, <<"erlang-reconnect">>).

main(_) ->
    logger:set_primary_config(level, none),
    {Connection, Channel} = connect(),
    amqp_channel:call(Channel, #'basic.publish'{routing_key = ?QUEUE},
                      #amqp_msg{payload = <<"survivor">>, props = #'P_basic'{delivery_mode = 2}}),
    round(1, Connection, Channel).

connect() ->
    {ok, Connection} = amqp_connection:start(#amqp_params_network{
        host = os:getenv("AMQP_HOST"), port = list_to_integer(os:getenv("AMQP_PORT")),
        client_properties = [{<<"connection_name">>, longstr, <<"erlang-reconnect">>}]}),
    {ok, Channel} = amqp_connection:open_channel(Connection),
    amqp_channel:call(Channel, #'queue.declare'{queue = ?QUEUE, durable = true}),
    {Connection, Channel}.

round(Number, Connection, Channel) ->
    amqp_channel:call(Channel, #'basic.consume'{queue = ?QUEUE}),
    receive
        {#'basic.deliver'{delivery_tag = Tag, redelivered = Redelivered}, #amqp_msg{payload = Text}} ->
            io:format("round ~p ~s redelivered ~p~n", [Number, Text, Redelivered]),
            go_on(Number, Tag, Connection, Channel)
    after 20000 -> exit(nothing_came)
    end.

go_on(3, Tag, Connection, Channel) ->
    amqp_channel:cast(Channel, #'basic.ack'{delivery_tag = Tag}),
    #'queue.delete_ok'{message_count = Left} = amqp_channel:call(Channel, #'queue.delete'{queue = ?QUEUE}),
    io:format("left ~p~n", [Left]),
    ok = amqp_connection:close(Connection);
go_on(Number, _, Connection, Channel) ->
    Watch = monitor(process, Connection),
    io:format("(cut)~n"),
    receive {'DOWN', Watch, process, _, _} -> io:format("lost~n") after 20000 -> exit(not_lost) end,
    ChannelWatch = monitor(process, Channel),
    receive {'DOWN', ChannelWatch, process, _, _} -> io:format("so is its channel~n") after 20000 -> exit(not_lost) end,
    {Again, AgainChannel} = connect(),
    round(Number + 1, Again, AgainChannel).
