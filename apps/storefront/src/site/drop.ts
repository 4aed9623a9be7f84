/** The words of the present drop. What is in it, and how much is left, is the catalogue's to say. */
export const drop = {
  name: "The autumn drop",
  promise: "Sixteen things for shorter days, made once.",
  story:
    "Each is made in one run, in the number you see, by people we could name. When the last one has gone through the door, it closes.",
} as const;
