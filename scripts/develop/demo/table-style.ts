/** Tables without colours and rulings between rows: they read well in a terminal and in a file. */
export const plain = {
  style: { head: [], border: [], compact: true },
};
