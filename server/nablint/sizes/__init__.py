"""Dims, shapes, structure and layout: values with their arithmetic, nothing else."""
