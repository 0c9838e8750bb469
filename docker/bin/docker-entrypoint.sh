#!/bin/sh
# Becomes what the container is to run, rabbitmq-server if nothing is named, as in RabbitMQ's image:
#
#   docker run leveret                            the broker
#   docker run leveret --set heartbeat=30         the broker, with options
#   docker run leveret rabbitmqctl help           something else
#
# Started as root it runs the broker and its tools as the user leveret, to whom it gives the data folder before.
set -eu
bin=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "$0")")" && pwd)

case ${1:-} in
    '' | -*) set -- rabbitmq-server "$@" ;;
    server) shift && set -- rabbitmq-server "$@" ;;
esac
case "$*" in
    leveret) set -- rabbitmq-server ;;
    'leveret server'*) shift 2 && set -- rabbitmq-server "$@" ;;
esac

case $1 in
    rabbitmq* | leveret)
        if [ "$(id -u)" = 0 ] && id leveret >/dev/null 2>&1; then
            if [ "$1" = rabbitmq-server ]; then
                data=$("$bin/data-folder")
                mkdir -p -m 700 "$data"
                find "$data" \! -user leveret -exec chown leveret:leveret '{}' +
                chown leveret:leveret "$(dirname "$data")"
            fi
            exec setpriv --reuid=leveret --regid=leveret --init-groups "$0" "$@"
        fi
        ;;
esac

PATH=$bin:$PATH
exec "$@"
