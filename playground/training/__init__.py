"""Data sets, augmentation and the training loop; nothing of the running app imports it."""
