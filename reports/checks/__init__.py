"""勾稽关系 and every other rule, a function each, on plain data. Knows the official form and text, and no Django."""
