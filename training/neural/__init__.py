"""Trains, exports and measures the rerankers and text encoders of `models/`. See docs/training.md."""
