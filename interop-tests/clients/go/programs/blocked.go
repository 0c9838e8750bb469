// A publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.DialConfig(os.Getenv("AMQP_URL"), amqp.Config{Properties: amqp.Table{"connection_name": "go-blocked"}})
	check(err)
	blockings := connection.NotifyBlocked(make(chan amqp.Blocking, 2))
	channel, err := connection.Channel()
	check(err)
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)

	check(channel.Confirm(false))
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, 200))

	fmt.Println("(alarm)")
	published := 0
	for len(blockings) == 0 && published < 200 {
		check(channel.PublishWithContext(context.Background(), "", queue.Name, false, false, amqp.Publishing{Body: []byte("x")}))
		published++
		time.Sleep(100 * time.Millisecond)
	}
	fmt.Println(next(blockings))
	fmt.Println("(alarm over)")
	fmt.Println(next(blockings))
	for number := 0; number < published; number++ {
		next(confirms)
	}
	queue, err = channel.QueueInspect(queue.Name)
	check(err)
	fmt.Println("all there", queue.Messages == published)
	check(connection.Close())
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
