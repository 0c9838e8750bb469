package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const count = 100

func main() {
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)
	check(channel.Confirm(false))
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, count))
	publishBy(1, channel, queue.Name, confirms)
	fmt.Println("confirmed", count, "one by one")
	publishBy(20, channel, queue.Name, confirms)
	fmt.Println("confirmed", count, "in batches")
	asTheyCome(channel, queue.Name, confirms)
	fmt.Println("confirmed", count, "as they came")
}

func publish(channel *amqp.Channel, queue string, number int) {
	check(channel.PublishWithContext(context.Background(), "", queue, false, false, amqp.Publishing{Body: []byte(strconv.Itoa(number))}))
}

func await(confirms <-chan amqp.Confirmation) {
	if confirm := next(confirms); !confirm.Ack {
		log.Fatal("not taken: ", confirm.DeliveryTag)
	}
}

// publishBy waits for the confirms of so many messages before it publishes others.
func publishBy(batch int, channel *amqp.Channel, queue string, confirms <-chan amqp.Confirmation) {
	for number := 0; number < count; number += batch {
		for i := 0; i < batch; i++ {
			publish(channel, queue, number+i)
		}
		for i := 0; i < batch; i++ {
			await(confirms)
		}
	}
}

// asTheyCome publishes in one goroutine and looks at the confirms in another.
func asTheyCome(channel *amqp.Channel, queue string, confirms <-chan amqp.Confirmation) {
	go func() {
		for number := 0; number < count; number++ {
			publish(channel, queue, number)
		}
	}()
	for number := 0; number < count; number++ {
		await(confirms)
	}
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
