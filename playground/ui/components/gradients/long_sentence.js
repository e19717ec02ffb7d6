// A long review, of which the RNN has hardly anything left of the first words when it has read the last.

export const LONG = [
  'I loved the first part of this film , and I will tell you why . It begins in a small town by the sea , where a man comes home after many years and',
  'finds that the house of his father has been sold . He walks along the harbour , he talks with the people who still know his name , and in the evening',
  'he sits in the old cafe and listens to the radio . The next day he takes the bus to the city , where his sister works in a school , and they go to see',
  'the lawyer who has the papers . There is a long scene in the office , with a clock on the wall and a window on the street . After that they eat , they',
  'drive back in the rain , and she tells him what happened in the winter when he was away . At the end we see the house again , the garden , the gate ,',
  'the road that leads down to the water , and then the names of the actors .',
].join(' ');
