#!/usr/bin/env escript
%%! -noshell
%% amqp_client: topology, fields, confirms, returns, settling, dead letters, transactions, direct reply-to, errors.
-mode(compile).
-include_lib("amqp_client/include/amqp_client.hrl").

main(_) ->
    logger:set_primary_config(level, none),
    {ok, Connection} = connect(<<"guest">>),
    exchanges(channel(Connection)),
    fields(channel(Connection)),
    settling(channel(Connection)),
    confirms(channel(Connection)),
    transactions(channel(Connection)),
    rpc(Connection),
    cancelled(channel(Connection)),
    errors(Connection),
    ok = amqp_connection:close(Connection),
    {error, {auth_failure, Text}} = connect(<<"wrong">>),
    io:format("refused: ~s~n", [Text]).

connect(Password) ->
    amqp_connection:start(#amqp_params_network{
        host = os:getenv("AMQP_HOST"), port = list_to_integer(os:getenv("AMQP_PORT")), password = Password,
        client_properties = [{<<"connection_name">>, longstr, <<"erlang-client">>}]}).

channel(Connection) ->
    {ok, Channel} = amqp_connection:open_channel(Connection),
    Channel.

queue(Channel, Name, Arguments) ->
    #'queue.declare_ok'{queue = Queue} =
        amqp_channel:call(Channel, #'queue.declare'{queue = Name, exclusive = true, arguments = Arguments}),
    Queue.

publish(Channel, Exchange, Key, Text) ->
    publish(Channel, Exchange, Key, Text, #'P_basic'{}).

publish(Channel, Exchange, Key, Text, Properties) ->
    amqp_channel:cast(Channel, #'basic.publish'{exchange = Exchange, routing_key = Key},
                      #amqp_msg{payload = Text, props = Properties}).

drain(Channel, Queue) ->
    case amqp_channel:call(Channel, #'basic.get'{queue = Queue, no_ack = true}) of
        {#'basic.get_ok'{}, #amqp_msg{payload = Text}} -> [Text | drain(Channel, Queue)];
        #'basic.get_empty'{} -> []
    end.

%% Takes so many deliveries, each settled by the method that the function answers.
take(Channel, Queue, Count, Settle) ->
    #'basic.consume_ok'{consumer_tag = Tag} = amqp_channel:call(Channel, #'basic.consume'{queue = Queue}),
    receive #'basic.consume_ok'{} -> ok end,
    [receive {Delivery = #'basic.deliver'{}, Message} -> amqp_channel:cast(Channel, Settle(Delivery, Message)) after 20000 -> exit(nothing_came) end
     || _ <- lists:seq(1, Count)],
    amqp_channel:call(Channel, #'basic.cancel'{consumer_tag = Tag}),
    receive #'basic.cancel_ok'{} -> ok end.

exchanges(Channel) ->
    Arguments = [{<<"x-match">>, longstr, <<"all">>}, {<<"size">>, signedint, 3}],
    [begin
         Exchange = <<"erlang-", Type/binary>>,
         amqp_channel:call(Channel, #'exchange.declare'{exchange = Exchange, type = Type, auto_delete = true}),
         Queue = queue(Channel, <<>>, []),
         amqp_channel:call(Channel, #'queue.bind'{queue = Queue, exchange = Exchange, routing_key = <<"a.*">>, arguments = Arguments}),
         publish(Channel, Exchange, <<"a.*">>, <<"literally">>),
         publish(Channel, Exchange, <<"a.b">>, <<"by pattern">>),
         publish(Channel, Exchange, <<"c">>, <<"by headers">>, #'P_basic'{headers = [{<<"size">>, long, 3}]}),
         io:format("~s: ~p~n", [Type, drain(Channel, Queue)])
     end || Type <- [<<"direct">>, <<"fanout">>, <<"topic">>, <<"headers">>]].

fields(Channel) ->
    Queue = queue(Channel, <<>>, []),
    Headers = [{<<"longstr">>, longstr, <<"text">>}, {<<"signedint">>, signedint, -5}, {<<"decimal">>, decimal, {2, 314}},
               {<<"timestamp">>, timestamp, 1700000000}, {<<"table">>, table, [{<<"deep">>, bool, true}]},
               {<<"byte">>, byte, -7}, {<<"double">>, double, 1.5}, {<<"float">>, float, 0.25}, {<<"long">>, long, 1 bsl 40},
               {<<"short">>, short, -300}, {<<"bool">>, bool, false}, {<<"binary">>, binary, <<0, 255>>}, {<<"void">>, void, undefined},
               {<<"array">>, array, [{signedint, 1}, {longstr, <<"two">>}, {array, []}]},
               {<<"unsignedbyte">>, unsignedbyte, 200}, {<<"unsignedshort">>, unsignedshort, 60000},
               {<<"unsignedint">>, unsignedint, 4000000000}],
    Sent = #'P_basic'{headers = Headers, content_type = <<"text/plain">>, content_encoding = <<"identity">>, delivery_mode = 2,
                      priority = 3, correlation_id = <<"c">>, reply_to = <<"r">>, expiration = <<"60000">>, message_id = <<"m">>,
                      timestamp = 1700000000, type = <<"t">>, user_id = <<"guest">>, app_id = <<"a">>},
    publish(Channel, <<>>, Queue, <<"fields">>, Sent),
    {#'basic.get_ok'{}, #amqp_msg{props = Received}} = amqp_channel:call(Channel, #'basic.get'{queue = Queue, no_ack = true}),
    io:format("properties as sent: ~p~n", [Sent =:= Received]),
    [io:format("header ~p~n", [Header]) || Header <- Received#'P_basic'.headers].

settling(Channel) ->
    Dead = queue(Channel, <<"erlang-dead">>, []),
    Queue = queue(Channel, <<"erlang-settling">>, [{<<"x-dead-letter-exchange">>, longstr, <<>>},
                                                   {<<"x-dead-letter-routing-key">>, longstr, Dead}]),
    amqp_channel:call(Channel, #'basic.qos'{prefetch_count = 1}),
    [publish(Channel, <<>>, Queue, Text) || Text <- [<<"ack">>, <<"nack">>, <<"again">>]],
    take(Channel, Queue, 4, fun(#'basic.deliver'{delivery_tag = Tag, redelivered = Redelivered}, #amqp_msg{payload = Text}) ->
        io:format("~s redelivered ~p~n", [Text, Redelivered]),
        case {Text, Redelivered} of
            {<<"nack">>, _} -> #'basic.nack'{delivery_tag = Tag, requeue = false};
            {<<"again">>, false} -> #'basic.reject'{delivery_tag = Tag, requeue = true};
            _ -> #'basic.ack'{delivery_tag = Tag}
        end
    end),
    take(Channel, Dead, 1, fun(#'basic.deliver'{delivery_tag = Tag}, #amqp_msg{payload = Text, props = #'P_basic'{headers = Headers}}) ->
        {_, array, [{table, Death}]} = lists:keyfind(<<"x-death">>, 1, Headers),
        io:format("dead ~s ~p~n", [Text, lists:sort(lists:keydelete(<<"time">>, 1, Death))]),
        #'basic.ack'{delivery_tag = Tag}
    end).

confirms(Channel) ->
    amqp_channel:call(Channel, #'confirm.select'{}),
    amqp_channel:register_return_handler(Channel, self()),
    Queue = queue(Channel, <<>>, [{<<"x-max-length">>, signedint, 1}, {<<"x-overflow">>, longstr, <<"reject-publish">>}]),
    publish(Channel, <<>>, Queue, <<"has room">>),
    io:format("confirmed ~p~n", [amqp_channel:wait_for_confirms(Channel, 20)]),
    publish(Channel, <<>>, Queue, <<"has none">>),
    io:format("confirmed ~p~n", [amqp_channel:wait_for_confirms(Channel, 20)]),
    amqp_channel:call(Channel, #'basic.publish'{routing_key = <<"erlang-nowhere">>, mandatory = true}, #amqp_msg{payload = <<"lost">>}),
    receive
        {#'basic.return'{reply_code = Code, reply_text = Text}, #amqp_msg{payload = Body}} ->
            io:format("returned ~p ~s ~s~n", [Code, Text, Body])
    after 20000 -> exit(nothing_returned)
    end.

transactions(Channel) ->
    Queue = queue(Channel, <<>>, []),
    amqp_channel:call(Channel, #'tx.select'{}),
    publish(Channel, <<>>, Queue, <<"never">>),
    amqp_channel:call(Channel, #'tx.rollback'{}),
    publish(Channel, <<>>, Queue, <<"committed">>),
    io:format("before the commit ~p~n", [drain(Channel, Queue)]),
    amqp_channel:call(Channel, #'tx.commit'{}),
    io:format("after it ~p~n", [drain(Channel, Queue)]).

rpc(Connection) ->
    Queue = <<"erlang-rpc">>,
    Server = amqp_rpc_server:start_link(Connection, Queue, fun(Question) -> <<Question/binary, " is answered">> end),
    Client = amqp_rpc_client:start_link(Connection, Queue),
    io:format("~s~n", [amqp_rpc_client:call(Client, <<"question">>)]),
    amqp_rpc_client:stop(Client),
    amqp_rpc_server:stop(Server),
    amqp_channel:call(channel(Connection), #'queue.delete'{queue = Queue}).

cancelled(Channel) ->
    Queue = queue(Channel, <<"erlang-gone">>, []),
    amqp_channel:subscribe(Channel, #'basic.consume'{queue = Queue, consumer_tag = <<"mine">>}, self()),
    receive #'basic.consume_ok'{} -> ok end,
    amqp_channel:call(Channel, #'queue.delete'{queue = Queue}),
    receive #'basic.cancel'{consumer_tag = Tag} -> io:format("cancelled ~s~n", [Tag]) after 20000 -> exit(not_cancelled) end.

errors(Connection) ->
    process_flag(trap_exit, true),
    [try
         amqp_channel:call(channel(Connection), Method)
     catch
         exit:{{shutdown, {server_initiated_close, Code, Text}}, _} -> io:format("~p ~p ~s~n", [element(1, Method), Code, Text])
     end || Method <- [#'queue.declare'{queue = <<"erlang-nowhere">>, passive = true},
                       #'exchange.declare'{exchange = <<"amq.direct">>, type = <<"fanout">>, durable = true},
                       #'exchange.delete'{exchange = <<"amq.direct">>},
                       #'queue.bind'{queue = <<"erlang-nowhere">>, exchange = <<"amq.direct">>},
                       #'basic.get'{queue = <<"erlang-nowhere">>}]].
