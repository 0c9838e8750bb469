package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

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
	oneByOne(channel, queue.Name)
	inBatches(channel, queue.Name)
	asTheyCome(channel, queue.Name)
}

func publish(channel *amqp.Channel, queue string, number int) *amqp.DeferredConfirmation {
	confirm, err := channel.PublishWithDeferredConfirmWithContext(context.Background(), "", queue, false, false,
		amqp.Publishing{Body: []byte(strconv.Itoa(number))})
	check(err)
	return confirm
}

func await(confirms ...*amqp.DeferredConfirmation) {
	for _, confirm := range confirms {
		if !confirm.Wait() {
			log.Fatal("not taken: ", confirm.DeliveryTag)
		}
	}
}

func oneByOne(channel *amqp.Channel, queue string) {
	for number := 0; number < count; number++ {
		await(publish(channel, queue, number))
	}
	fmt.Println("confirmed", count, "one by one")
}

func inBatches(channel *amqp.Channel, queue string) {
	var batch []*amqp.DeferredConfirmation
	for number := 0; number < count; number++ {
		batch = append(batch, publish(channel, queue, number))
		if len(batch) == 20 {
			await(batch...)
			batch = nil
		}
	}
	fmt.Println("confirmed", count, "in batches")
}

func asTheyCome(channel *amqp.Channel, queue string) {
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, count))
	for number := 0; number < count; number++ {
		publish(channel, queue, number)
	}
	for number := 0; number < count; number++ {
		if confirm := <-confirms; !confirm.Ack {
			log.Fatal("not taken: ", confirm.DeliveryTag)
		}
	}
	fmt.Println("confirmed", count, "as they came")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
