// Exchanges of all types, bindings between them, counts, purges, and the errors of declarations.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{Properties: amqp.Table{"connection_name": "go-topology"}})
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)

	for _, kind := range []string{amqp.ExchangeDirect, amqp.ExchangeFanout, amqp.ExchangeTopic, amqp.ExchangeHeaders} {
		route(channel, kind)
	}
	between(channel)
	counts(channel)
	errors(connection)
}

func publish(channel *amqp.Channel, exchange, key, text string, headers amqp.Table) {
	check(channel.PublishWithContext(context.Background(), exchange, key, false, false, amqp.Publishing{Headers: headers, Body: []byte(text)}))
}

// drain takes all messages that are ready.
func drain(channel *amqp.Channel, queue string) string {
	var texts []string
	for {
		delivery, ok, err := channel.Get(queue, true)
		check(err)
		if !ok {
			return strings.Join(texts, ", ")
		}
		texts = append(texts, string(delivery.Body))
	}
}

func temporary(channel *amqp.Channel) string {
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)
	return queue.Name
}

func route(channel *amqp.Channel, kind string) {
	exchange := "go-topology-" + kind
	check(channel.ExchangeDeclare(exchange, kind, false, true, false, false, nil))
	queue := temporary(channel)
	check(channel.QueueBind(queue, "a.#", exchange, false, amqp.Table{"x-match": "any", "size": int32(3), "kind": "x"}))
	publish(channel, exchange, "a.#", "literally", nil)
	publish(channel, exchange, "a.b.c", "by pattern", nil)
	publish(channel, exchange, "c", "by headers", amqp.Table{"size": int64(3)})
	fmt.Println(kind, "routes", drain(channel, queue))
	check(channel.QueueUnbind(queue, "a.#", exchange, amqp.Table{"x-match": "any", "size": int32(3), "kind": "x"}))
}

func between(channel *amqp.Channel) {
	check(channel.ExchangeDeclare("go-topology-alternate", "fanout", false, true, false, false, nil))
	check(channel.ExchangeDeclare("go-topology-inner", "topic", false, true, true, false, nil))
	check(channel.ExchangeDeclare("go-topology-outer", "direct", false, true, false, false,
		amqp.Table{"alternate-exchange": "go-topology-alternate"}))
	check(channel.ExchangeBind("go-topology-inner", "known", "go-topology-outer", false, nil))
	inner, rest := temporary(channel), temporary(channel)
	check(channel.QueueBind(inner, "*", "go-topology-inner", false, nil))
	check(channel.QueueBind(rest, "", "go-topology-alternate", false, nil))
	publish(channel, "go-topology-outer", "known", "through two", nil)
	publish(channel, "go-topology-outer", "unknown", "by the alternate", nil)
	fmt.Println("inner", drain(channel, inner))
	fmt.Println("alternate", drain(channel, rest))
	check(channel.ExchangeUnbind("go-topology-inner", "known", "go-topology-outer", false, nil))
	check(channel.ExchangeDeclarePassive("amq.topic", "topic", true, false, false, false, nil))
}

func counts(channel *amqp.Channel) {
	queue, err := channel.QueueDeclare("go-topology-counts", true, false, false, false,
		amqp.Table{"x-max-length": 3, "x-queue-type": "classic", "x-queue-mode": "lazy"})
	check(err)
	for _, text := range []string{"one", "two", "three", "four"} {
		publish(channel, "", queue.Name, text, nil)
	}
	delivery, _, err := channel.Get(queue.Name, false)
	check(err)
	fmt.Println("got", string(delivery.Body), "and there are", delivery.MessageCount)
	queue, err = channel.QueueInspect(queue.Name)
	check(err)
	fmt.Println("inspected", queue.Name, queue.Messages, queue.Consumers)
	check(delivery.Reject(true))
	purged, err := channel.QueuePurge(queue.Name, false)
	check(err)
	deleted, err := channel.QueueDelete(queue.Name, true, true, false)
	check(err)
	fmt.Println("purged", purged, "deleted", deleted)
}

// errors needs a channel for each, as the broker closes it.
func errors(connection *amqp.Connection) {
	attempt := func(what string, action func(*amqp.Channel) error) {
		channel, err := connection.Channel()
		check(err)
		closed := channel.NotifyClose(make(chan *amqp.Error, 1))
		action(channel)
		reason := next(closed)
		fmt.Println(what, reason.Code, reason.Reason, "by the server", reason.Server, "recoverable", reason.Recover)
	}
	attempt("passive", func(channel *amqp.Channel) error {
		_, err := channel.QueueDeclarePassive("go-topology-nowhere", false, false, false, false, nil)
		return err
	})
	attempt("bind", func(channel *amqp.Channel) error {
		return channel.QueueBind("go-topology-nowhere", "key", "amq.direct", false, nil)
	})
	attempt("other arguments", func(channel *amqp.Channel) error {
		return channel.ExchangeDeclare("amq.direct", "direct", false, false, false, false, nil)
	})
	attempt("reserved", func(channel *amqp.Channel) error {
		_, err := channel.QueueDeclare("amq.ours", false, false, false, false, nil)
		return err
	})
	attempt("publish", func(channel *amqp.Channel) error {
		return channel.PublishWithContext(context.Background(), "go-topology-nowhere", "key", false, false, amqp.Publishing{})
	})
	attempt("not empty", func(channel *amqp.Channel) error {
		queue, err := channel.QueueDeclare("go-topology-full", false, false, true, false, nil)
		check(err)
		publish(channel, "", queue.Name, "there", nil)
		_, err = channel.QueueDelete(queue.Name, false, true, false)
		return err
	})
}

// next is what comes within 20 seconds.
func next[T any](from <-chan T) T {
	select {
	case value := <-from:
		return value
	case <-time.After(20 * time.Second):
		panic("nothing came")
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
