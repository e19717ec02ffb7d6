"""What lies between the network and the app: who may ask, for what, how long, and what is told to the browser.

Everything that comes passes `edge.edge`, whoever serves it: `launch`, another app by `mount`, Ray Serve.
"""
