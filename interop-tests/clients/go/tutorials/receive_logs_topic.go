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
	check(channel.ExchangeDeclare("topic_logs", "topic", false, false, false, false, nil))
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)
	for _, key := range os.Args[1:] {
		check(channel.QueueBind(queue.Name, key, "topic_logs", false, nil))
	}
	deliveries, err := channel.Consume(queue.Name, "", true, false, false, false, nil)
	check(err)
	fmt.Println("waiting")
	for delivery := range deliveries {
		fmt.Printf("received %s:%s\n", delivery.RoutingKey, delivery.Body)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
