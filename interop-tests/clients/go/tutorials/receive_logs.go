package main

import (
	"fmt"
	"log"
	"os"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	check(channel.ExchangeDeclare("logs", "fanout", false, false, false, false, nil))
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)
	check(channel.QueueBind(queue.Name, "", "logs", false, nil))
	deliveries, err := channel.Consume(queue.Name, "", true, false, false, false, nil)
	check(err)
	fmt.Println("waiting")
	for delivery := range deliveries {
		fmt.Println("received", string(delivery.Body))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
