/** The words of the present drop. What is in it, and how much is left, is the catalogue's to say. */
export const drop = {
  name: "The autumn drop",
  promise: "Sixteen things for shorter days, made once.",
} as const;
