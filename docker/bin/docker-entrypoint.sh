#!/bin/sh
# Becomes what the container is to run, rabbitmq-server if nothing is named, as in RabbitMQ's image:
#
#   docker run leveret                            the broker
#   docker run leveret --set heartbeat=30         the broker, with options
#   docker run leveret rabbitmqctl help           something else
#
# Started as root it gives the data folder to the user leveret, and goes on as that one.
set -eu
bin=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "$0")")" && pwd)

case ${1:-} in
    '' | -*) set -- rabbitmq-server "$@" ;;
    server) shift && set -- rabbitmq-server "$@" ;;
esac

if [ "$1" = rabbitmq-server ] && [ "$(id -u)" = 0 ]; then
    data=$("$bin/data-folder")
    mkdir -p "$data"
    find "$data" \! -user leveret -exec chown leveret:leveret '{}' +
    chown leveret:leveret "$(dirname "$data")"
    exec setpriv --reuid=leveret --regid=leveret --init-groups "$0" "$@"
fi

PATH=$bin:$PATH
exec "$@"
