// A connection that is cut: the program hears why, connects again, and gets what it had not acknowledged.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const queue = "go-reconnect"

func main() {
	connection, channel := connect()
	check(channel.PublishWithContext(context.Background(), "", queue, false, false,
		amqp.Publishing{DeliveryMode: amqp.Persistent, Body: []byte("survivor")}))

	for round := 1; round <= 3; round++ {
		deliveries, err := channel.Consume(queue, "", false, false, false, false, nil)
		check(err)
		delivery := next(deliveries)
		fmt.Println("round", round, string(delivery.Body), "redelivered", delivery.Redelivered)
		if round == 3 {
			check(delivery.Ack(false))
			break
		}
		lost := connection.NotifyClose(make(chan *amqp.Error, 1))
		channelLost := channel.NotifyClose(make(chan *amqp.Error, 1))
		fmt.Println("(cut)")
		reason := next(lost)
		next(channelLost) // the client closes its channels after it has told of the connection
		fmt.Println("lost", reason != nil, "channel closed", channel.IsClosed())
		connection, channel = connect()
	}

	left, err := channel.QueueDelete(queue, false, false, false)
	check(err)
	fmt.Println("left", left)
	check(connection.Close())
}

func connect() (*amqp.Connection, *amqp.Channel) {
	connection, err := amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{Properties: amqp.Table{"connection_name": "go-reconnect"}})
	check(err)
	channel, err := connection.Channel()
	check(err)
	_, err = channel.QueueDeclare(queue, true, false, false, false, nil)
	check(err)
	return connection, channel
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
