"""Measures models on held-out queries: re-ranking BM25, blending with it, and judged pairs."""
