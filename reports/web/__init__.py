"""What belongs to every page and is no page itself: access, lists, the frame, middleware, error answers."""
