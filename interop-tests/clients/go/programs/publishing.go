// Confirms, returns, a queue that refuses, direct reply-to, a consumer whose queue goes, many channels, refused logins.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{Properties: amqp.Table{"connection_name": "go-publishing"}})
	check(err)
	confirms(open(connection))
	rpc(open(connection), open(connection))
	cancelled(open(connection))
	check(connection.Close())

	connection, err = amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	manyChannels(connection)
	check(connection.Close())
	_, err = connection.Channel()
	fmt.Println("after closing:", err)
	refused()
}

func open(connection *amqp.Connection) *amqp.Channel {
	channel, err := connection.Channel()
	check(err)
	return channel
}

func confirms(channel *amqp.Channel) {
	check(channel.Confirm(false))
	returns := channel.NotifyReturn(make(chan amqp.Return, 1))
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, 1))
	send := func(exchange, key string) bool {
		check(channel.PublishWithContext(context.Background(), exchange, key, true, false,
			amqp.Publishing{DeliveryMode: amqp.Persistent, Body: []byte("to " + exchange + key)}))
		return next(confirms).Ack
	}
	durable, err := channel.QueueDeclare("go-publishing", true, false, false, false, nil)
	check(err)
	full, err := channel.QueueDeclare("go-publishing-full", false, false, true, false,
		amqp.Table{"x-max-length": 1, "x-overflow": "reject-publish"})
	check(err)
	fmt.Println("durable", send("", durable.Name))
	fmt.Println("first", send("", full.Name), "second", send("", full.Name))
	fmt.Println("unroutable", send("amq.topic", "go.publishing.nowhere"))
	returned := next(returns)
	fmt.Println("returned", returned.ReplyCode, returned.ReplyText, returned.Exchange, returned.RoutingKey, string(returned.Body))
	fmt.Println("next number", channel.GetNextPublishSeqNo())
	_, err = channel.QueueDelete(durable.Name, false, false, false)
	check(err)
}

func rpc(server, client *amqp.Channel) {
	queue, err := server.QueueDeclare("", false, false, true, false, nil)
	check(err)
	requests, err := server.Consume(queue.Name, "", true, false, false, false, nil)
	check(err)
	go func() {
		for request := range requests {
			check(server.PublishWithContext(context.Background(), "", request.ReplyTo, false, false,
				amqp.Publishing{CorrelationId: request.CorrelationId, Body: []byte(strings.ToUpper(string(request.Body)))}))
		}
	}()
	replies, err := client.Consume("amq.rabbitmq.reply-to", "", true, false, false, false, nil)
	check(err)
	for _, word := range []string{"one", "two"} {
		check(client.PublishWithContext(context.Background(), "", queue.Name, false, false,
			amqp.Publishing{ReplyTo: "amq.rabbitmq.reply-to", CorrelationId: word, Body: []byte(word)}))
		reply := next(replies)
		fmt.Println("reply", reply.CorrelationId, string(reply.Body))
	}
}

func cancelled(channel *amqp.Channel) {
	queue, err := channel.QueueDeclare("go-publishing-gone", false, false, false, false, nil)
	check(err)
	deliveries, err := channel.Consume(queue.Name, "mine", false, false, false, false, nil)
	check(err)
	cancels := channel.NotifyCancel(make(chan string, 1))
	_, err = channel.QueueDelete(queue.Name, false, false, false)
	check(err)
	fmt.Println("cancelled", next(cancels))
	_, more := <-deliveries
	fmt.Println("more deliveries", more)
}

func manyChannels(connection *amqp.Connection) {
	var all sync.WaitGroup
	for number := 0; number < 100; number++ {
		channel := open(connection)
		all.Add(1)
		go func(text string) {
			defer all.Done()
			queue, err := channel.QueueDeclare("", false, false, true, false, nil)
			check(err)
			check(channel.PublishWithContext(context.Background(), "", queue.Name, false, false, amqp.Publishing{Body: []byte(text)}))
			delivery, _, err := channel.Get(queue.Name, true)
			check(err)
			if string(delivery.Body) != text {
				log.Fatal(string(delivery.Body), " is not ", text)
			}
			check(channel.Close())
		}(fmt.Sprint(number))
	}
	all.Wait()
	fmt.Println("100 channels")
}

func refused() {
	_, err := amqp.Dial(strings.Replace(os.Getenv("AMQP_URL"), "guest:guest", "guest:wrong", 1))
	fmt.Println("wrong password:", err)
	_, err = amqp.Dial(strings.Replace(os.Getenv("AMQP_URL"), "%2f", "nowhere", 1))
	fmt.Println("wrong virtual host:", err)
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
