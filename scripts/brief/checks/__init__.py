"""What the parts of a brief owe one another: one module for each kind of promise."""
