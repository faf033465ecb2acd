"""What a browser is shown: one module a screen or a group of them."""
