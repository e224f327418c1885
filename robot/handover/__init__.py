"""Hand-over of a robot: what one loan, one school and one bridge left on it is taken away."""
