"""What is entered through forms: each says what it accepts, and why it does not."""
