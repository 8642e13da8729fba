"""How much at once, and for how long: queues, leaving clients, idle connections."""
