"""What the app needs where several of its servers answer at one address, on a Ray cluster (playground/ui/serve.py)."""
