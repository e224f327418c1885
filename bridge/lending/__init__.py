"""The rules of lending: who may do what, the life of a loan, what a federal state asks."""
