"""What does a place in the order of service cost, and whom? Two policies side by side, one step up at a time."""
