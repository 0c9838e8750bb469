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
	queue, err := channel.QueueDeclare("task_queue", true, false, false, false, nil)
	check(err)
	check(channel.Qos(1, 0, false))
	deliveries, err := channel.Consume(queue.Name, "", false, false, false, false, nil)
	check(err)
	slow := len(os.Args) > 1 && os.Args[1] == "slow"
	fmt.Println("waiting")
	for delivery := range deliveries {
		fmt.Println("received", string(delivery.Body))
		if !slow {
			fmt.Println("done", string(delivery.Body))
			check(delivery.Ack(false))
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
