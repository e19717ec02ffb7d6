"""What the playground does for others: typed requests in, answers out, the same for the page and for programs.

    job = service.attribute(AttributeRequest(task="digits", network="cnn", value=drawing))
    answer = await Visit().result(job)

A request type (requests.py) checks what was sent, a function of service.py makes a job of it, whose cost is known
before it is done, and a visit (visits.py) does it when the lanes (lanes.py) say that it is its turn. Nothing here knows
HTTP or Gradio.
"""
