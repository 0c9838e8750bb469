# rabbitmq-c's tools: declare, publish, get, consume, delete, and what they say when they are refused.
set -eu

amqp() { # amqp TOOL OPTIONS: with the broker's address behind them
    tool=$1
    shift
    timeout 30 "amqp-$tool" --url="$AMQP_URL" "$@"
}

refused() { # refused TOOL OPTIONS: prints the error that has to come
    if error=$(amqp "$@" 2>&1); then
        echo "$1 was not refused"
    else
        echo "$1: $error"
    fi
}

echo "declared $(amqp declare-queue -q c-tools -d)"
echo "again $(amqp declare-queue -q c-tools -d)"
amqp publish -r c-tools -p -C text/plain -b 'given as an argument'
echo 'given on standard input' | amqp publish -r c-tools -E identity -H 'colour: blue' -H 'size: 3'
printf 'line one\nline two\nline three\n' | amqp publish -r c-tools -l
head -c 300000 /dev/zero | tr '\0' x | amqp publish -r c-tools

echo "got $(amqp get -q c-tools)"
echo "got $(amqp get -q c-tools)"
amqp consume -q c-tools -c 3 -p 1 cat
echo "bytes $(amqp get -q c-tools | wc -c)"
amqp get -q c-tools || echo "empty: exit code $?"

amqp publish -r c-tools -b 'not taken'
if amqp consume -q c-tools -c 1 -- sh -c 'cat >/dev/null; exit 1'; then
    echo "the command failed, and the message stays"
fi
amqp publish -r c-tools -b 'still there'
refused delete-queue -q c-tools -e
echo "deleted with $(amqp delete-queue -q c-tools)"

refused get -q c-tools
refused consume -q c-tools cat
refused publish -e c-tools-nowhere -r key -b lost
refused declare-queue -q amq.ours
AMQP_URL=$(echo "$AMQP_URL" | sed 's/guest:guest/guest:wrong/')
refused publish -r c-tools -b lost
