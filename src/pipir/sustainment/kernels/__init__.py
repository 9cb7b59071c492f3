"""What happens on a day, step by step, compiled: strikes, arrivals, making, serving, shipping, reading."""
