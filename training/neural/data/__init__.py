"""From judged sets, pairs and running text to what a model is trained on, with a guard between training and held-out."""
