"""A visitor's own network: from a file with the weights that they have trained to a Network, whatever the file is."""
