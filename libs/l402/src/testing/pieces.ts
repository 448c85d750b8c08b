/** Puts vector bytes together: hex with blanks, where `x<n>` at the end of a piece repeats it n times. */
export function fromPieces(pieces: readonly string[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => {
      const [hex = '', times = '1'] = piece.split('x');
      return Buffer.from(hex.replaceAll(' ', '').repeat(Number(times)), 'hex');
    }),
  );
}
